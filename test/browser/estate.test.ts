import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, FOUR_READERS, type Reader } from './chromium.ts'

const executable = chromiumPath()
const WORKSPACE = path.resolve(import.meta.dirname, '../../src/demo/workspace')
const PAGES = [
  { address: '/estate', until: '.estate tbody tr' },
  { address: '/estate?kind=equipment&find=SBC', until: '.estate tbody tr' },
  { address: '/estate?object=tokyo2-panel-b', until: '.estate-fields' },
  { address: '/estate?object=nothing-of-that-id', until: '.plain' },
] as const

describe.skipIf(executable === undefined)('the estate (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-estate-screen-'))
    ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('reads in both languages, both themes, wide and narrow, without findings of axe', async () => {
    let checked = 0
    for (const reader of FOUR_READERS) {
      const { page, context, complaints } = await openAs(
        browser,
        reader,
        kensho.url + PAGES[0].address,
        PAGES[0].until,
      )
      for (const { address, until } of PAGES) {
        await goTo(page, kensho.url + address, until)
        const { findings, rulesPassed } = await audit(page)
        expect({ address, reader, findings }).toEqual({ address, reader, findings: [] })
        expect(rulesPassed).toBeGreaterThan(10)
        const overflow = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect({ address, reader, overflow }).toEqual({ address, reader, overflow: 0 })
        checked += 1
      }
      // A thing that is not there is answered with 404, which the browser itself notes.
      expect(complaints.filter((said) => !said.includes('404'))).toEqual([])
      await context.close()
    }
    expect(checked).toBe(FOUR_READERS.length * PAGES.length)
  }, 240_000)

  it('leads from a row to the thing, to what leans on it, and to what fails with it', async () => {
    const reader: Reader = { language: 'en', theme: 'light', width: 1440 }
    const { page, context } = await openAs(
      browser,
      reader,
      `${kensho.url}/estate?find=panel`,
      '.estate tbody tr',
    )
    await page.getByRole('link', { name: 'tokyo2-panel-b', exact: true }).click()
    await page.waitForSelector('.estate-fields')
    expect(await page.locator('h1').innerText()).toBe('Tokyo 2 power panel B')
    const named = await page.getByRole('region', { name: 'What names it' }).getByRole('link').allInnerTexts()
    expect(named).toContain('Tokyo 2 voice A session border controller 2')
    await page.getByRole('link', { name: 'See what fails with it' }).click()
    await page.waitForURL(/\/redundancy\?fail=tokyo2-panel-b/)
    await context.close()
  })

  it('shows the difference before documents are replaced, and replaces them only when told', async () => {
    cpSync(WORKSPACE, folder, { recursive: true })
    const own = path.join(folder, 'own.yaml')
    writeFileSync(own, 'nodes: [{ id: a }, { id: b }]\nlinks: [{ id: l, from: a, to: b }]\n')
    const reader: Reader = { language: 'ja', theme: 'light', width: 1440 }
    const { page, context } = await openAs(browser, reader, `${kensho.url}/estate`, '.estate tbody tr')
    await page.locator('input[type=file]').first().setInputFiles([own])
    await page.waitForSelector('.estate-difference li')
    expect(await page.locator('.estate-difference li.added').allInnerTexts()).toHaveLength(3)
    expect(await page.locator('.estate-difference li.removed').count()).toBe(20)
    const before = (await (await fetch(`${kensho.url}/api/estate/objects`)).json()) as { objects: unknown[] }
    expect(before.objects.length).toBeGreaterThan(100)
    await page.getByRole('button', { name: 'この内容に入れ替える' }).click()
    await page.waitForFunction(() => document.querySelectorAll('.estate tbody tr').length === 3)
    // Until all is read anew nothing else can be chosen.
    await page.waitForSelector('.estate-drop button:enabled')
    await page
      .locator('input[type=file]')
      .first()
      .setInputFiles({
        name: 'bad.yaml',
        mimeType: 'text/yaml',
        buffer: Buffer.from(readFileSync(own, 'utf8').replace('to: b', 'to: c')),
      })
    await page.waitForSelector('.estate-replace .form-problem')
    expect(await page.locator('.estate-replace .form-problem').innerText()).toContain('links[0].to')
    await context.close()
  })
})
