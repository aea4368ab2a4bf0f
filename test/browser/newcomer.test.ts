import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/platform/text.ts'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, launchChromium, openAs, type Reader } from './chromium.ts'
import { walkNewcomer } from './newcomer.ts'

const executable = chromiumPath()
const READERS: Record<Language, Reader> = {
  ja: { language: 'ja', theme: 'light', width: 390 },
  en: { language: 'en', theme: 'dark', width: 1440 },
}

describe.skipIf(executable === undefined)('a newcomer (skipped where there is no Chromium)', () => {
  let browser: Browser
  let running: Running[]
  beforeAll(async () => {
    browser = await launchChromium(executable ?? '')
    running = [await startKensho(), await startKensho()]
  })
  afterAll(async () => {
    await browser?.close()
    for (const kensho of running ?? []) await kensho.stop()
  })

  it.each(Object.keys(READERS) as Language[])(
    'is led from what is wrong in the demo to the first verdict on a network of his own: %s',
    async (language) => {
      const { url } = running[language === 'ja' ? 0 : 1]!
      const { page, context, complaints } = await openAs(browser, READERS[language], url, '.charter')
      let looked = 0
      const walk = await walkNewcomer(page, url, language, async (where) => {
        const { findings, rulesPassed } = await audit(page)
        expect({ where, findings }).toEqual({ where, findings: [] })
        expect(rulesPassed).toBeGreaterThan(10)
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect({ where, overflow }).toEqual({ where, overflow: 0 })
        looked += 1
      })
      expect(walk.stops).toEqual([
        '/#2.1',
        '/redundancy?fail=tokyo2-panel-b',
        '/clause/2.1',
        '/maintenance',
        '/ledger?clause=2.1',
        '/begin',
      ])
      expect([walk.texts, looked]).toEqual([6, 7])
      expect(walk.compared).toBeGreaterThan(9)
      // Two lines on two ducts: nothing alone takes the service down, but no rule of the operator's own is in force yet.
      expect(walk.verdict).toMatch(language === 'ja' ? /不適合/ : /Fails/)
      // What was found in the demo stays as history further down; the verdict is of his own alone.
      const judged = await page.locator('main .note').first().innerText()
      expect(judged).not.toContain(language === 'ja' ? '受電盤B' : 'power panel B')
      expect(await page.locator('main').innerText()).toContain(
        language === 'ja' ? '私たちの会社' : 'Our company',
      )
      // Nor is anything else of the demo left that would have to be done.
      const left = await page.evaluate(async () => {
        const told = async (address: string) =>
          (await fetch(address)).json() as Promise<Record<string, unknown[]>>
        return [
          (await told('/api/people/me'))['approvals'],
          (await told('/api/maintenance/mails'))['mails'],
          (await told('/api/maintenance/maintenances'))['maintenances'],
          (await told('/api/audit/engagements'))['rows'],
        ]
      })
      expect(left).toEqual([[], [], [], []])
      expect(complaints).toEqual([])
      console.log(
        `newcomer, ${language}: ${(walk.tookMs / 1000).toFixed(1)} s from the first page to a verdict of his own, with axe at seven places`,
      )
      await context.close()
    },
    240_000,
  )
})
