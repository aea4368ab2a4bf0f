import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, type Reader } from './chromium.ts'

const executable = chromiumPath()
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const READERS: readonly Reader[] = [
  { language: 'ja', theme: 'light', width: 390 },
  { language: 'en', theme: 'dark', width: 1440 },
]
const WAIT = { timeout: 20_000 }

/** Three cities in a triangle; a fourth from next April on. Without its direct line the way by Nagoya overflows. */
const NETWORK = `
operator: { name: { ja: 例示通信, en: Example Telecom }, zone: Asia/Tokyo }
equipment:
  - { id: tokyo, position: { longitude: 139.7, latitude: 35.7 } }
  - { id: nagoya, position: { longitude: 136.9, latitude: 35.2 } }
  - { id: osaka, position: { longitude: 135.5, latitude: 34.7 } }
  - { id: kanazawa, position: { longitude: 136.6, latitude: 36.6 }, valid_from: 2127-04-01 }
links:
  - { id: t-n, from: tokyo, to: nagoya, capacity: 10000 }
  - { id: n-o, from: nagoya, to: osaka, capacity: 10000 }
  - { id: t-o, from: tokyo, to: osaka, capacity: 10000 }
  - { id: t-k, from: tokyo, to: kanazawa, capacity: 10000, valid_from: 2127-04-01 }
services: [{ id: backbone, from: [tokyo], to: [osaka] }]
demands:
  - { from: tokyo, to: osaka, volume: 8000 }
  - { from: tokyo, to: nagoya, volume: 4000 }
`

describe.skipIf(executable === undefined)(
  'what if, on the page of 2.1 (skipped where there is no Chromium)',
  () => {
    let browser: Browser
    let kensho: Running
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-what-if-'))
    beforeAll(async () => {
      writeFileSync(path.join(folder, 'network.yaml'), NETWORK)
      ;[kensho, browser] = await Promise.all([
        startKensho({ seed: 'empty', workspace: folder }),
        launchChromium(executable ?? ''),
      ])
      const announced = await fetch(`${kensho.url}/api/maintenance/own`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: kensho.url, ...kensho.headers },
        body: JSON.stringify({
          id: 'w-1',
          title: { ja: '東京–大阪の張り替え', en: 'Tokyo–Osaka laid anew' },
          status: 'CONFIRMED',
          windows: [{ start: '2127-05-10T15:00:00Z', end: '2127-05-10T20:00:00Z', backup: false }],
          objects: [{ id: 't-o', said: 't-o', impact: 'OUTAGE' }],
        }),
      })
      expect(announced.status, await announced.text()).toBe(201)
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
      rmSync(folder, { recursive: true, force: true })
    })
    const open = (query: string, until: string, reader = ENGLISH) =>
      openAs(browser, reader, `${kensho.url}/redundancy${query}`, until, kensho.headers)

    it('shows what a failure overloads beside what it stops', async () => {
      const { page, context, complaints } = await open('?fail=t-o', '.load-note li')
      expect(await page.locator('.none-stops').innerText()).toBe('No service stops')
      const rows = await page.locator('.load-note li').allInnerTexts()
      expect(rows.map((row) => row.replaceAll(/\s+/g, ' '))).toEqual(['t-n (there) 40% → 120%'])
      expect(await page.locator('.canvas .links.over').getAttribute('d')).not.toBe('')
      expect(complaints).toEqual([])
      await context.close()
    })

    it('shows one service with its single points and pairs, and replays a pair', async () => {
      const { page, context } = await open('', '.services li')
      await page.locator('.services .service-name a').first().click()
      await page.waitForSelector('.service-panel')
      const links = page.locator('.service-panel .point-list a')
      await expect.poll(() => links.count(), WAIT).toBe(5)
      expect(await links.allInnerTexts()).toEqual([
        'tokyo',
        'osaka',
        'nagoya ＋ t-o',
        't-n ＋ t-o',
        'n-o ＋ t-o',
      ])
      await links.last().click()
      await page.waitForSelector('.replay .stops li')
      expect(await page.locator('.canvas .signs .failed').count()).toBe(2)
      await context.close()
    })

    it('goes through planned changes with a slider: what is added, and what work takes out of service', async () => {
      const { page, context } = await open('', '.time-slider input')
      const slider = page.getByRole('slider', { name: 'Through time' })
      expect(await slider.getAttribute('max')).toBe('3')
      await slider.focus()
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator('figcaption').innerText(), WAIT).toContain('4 nodes and 4 links')
      expect(new URL(page.url()).searchParams.get('at')).toBe('2127-03-31T15:00:00.000Z')
      await page.keyboard.press('ArrowRight')
      await page.waitForSelector('.work-now a')
      expect(await page.locator('.work-now a').innerText()).toBe('Tokyo–Osaka laid anew')
      expect(await page.locator('.replay h2 .mono').innerText()).toBe('t-o')
      await page.waitForSelector('.load-note li')
      await page.keyboard.press('ArrowRight')
      await expect.poll(() => page.locator('.work-now').count(), WAIT).toBe(0)
      await page.keyboard.press('Home')
      await expect.poll(() => page.locator('figcaption').innerText(), WAIT).toContain('3 nodes and 3 links')
      await context.close()
    })

    it('reads in both languages, both themes, wide and narrow, without findings of axe', async () => {
      const pages = ['?fail=t-o', '?service=backbone', '?at=2127-05-10T15%3A00%3A00.000Z']
      let checked = 0
      for (const reader of READERS) {
        const { page, context, complaints } = await open('', '.canvas svg', reader)
        for (const query of pages) {
          await goTo(page, `${kensho.url}/redundancy${query}`, '.replay')
          const { findings, rulesPassed } = await audit(page)
          expect({ query, reader, findings }).toEqual({ query, reader, findings: [] })
          expect(rulesPassed).toBeGreaterThan(10)
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect({ query, reader, overflow }).toEqual({ query, reader, overflow: 0 })
          checked += 1
        }
        expect(complaints).toEqual([])
        await context.close()
      }
      expect(checked).toBe(READERS.length * pages.length)
    })
  },
)
