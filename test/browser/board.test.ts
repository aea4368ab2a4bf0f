import { spawn } from 'node:child_process'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { chromiumPath, launchChromium, openAs, type Reader } from './chromium.ts'

const executable = chromiumPath()
const ROOT = path.resolve(import.meta.dirname, '../..')
const JAPANESE: Reader = { language: 'ja', theme: 'light', width: 1440 }

/** The first screen: text of JavaScript and CSS as it travels, without fonts. */
const FIRST_SCREEN_BYTES_MAX = 250 * 1024
const FIRST_PAINT_MS_MAX = 1_000
const TRIES = 5

describe.skipIf(executable === undefined)('the board (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  beforeAll(async () => {
    ;[kensho, browser] = await Promise.all([startKensho({ seed: 'empty' }), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
  })

  it('is honest when nothing is declared: every clause fails for want of a rule, 2.1 says what is missing and leads to how', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      JAPANESE,
      kensho.url,
      '.charter',
      kensho.headers,
    )
    expect(await page.locator('.clause').count()).toBe(40)
    expect(await page.locator('.note .state-pass, .tally .state-pass').count()).toBe(0)
    expect(await page.locator('.sum').innerText()).toMatch(/全\s*(\d+)\s*項\s*\1\s*不適合/)
    await page.locator('[id="2.1"] .margin .meta a').last().click()
    await page.waitForSelector('.no-network')
    expect(await page.locator('.no-network code').allInnerTexts()).toEqual([
      expect.stringContaining('bin/kensho import'),
      expect.stringContaining('bin/kensho apply'),
    ])
    expect(complaints).toEqual([])
    await context.close()
  })

  it('turns by itself when the network is applied, and says so to a screen reader', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      JAPANESE,
      kensho.url,
      '.charter',
      kensho.headers,
    )
    await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
    await applied(kensho)
    // It failed before as well, for want of a rule: now it says what else.
    await page.locator('[id="2.1"] .verdict', { hasText: '受電盤B' }).waitFor({ timeout: 30_000 })
    expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true)
    expect(await page.locator('[aria-live]').innerText()).toContain('2.1')
    expect(await page.locator('[id="2.1"] .verdict').innerText()).toContain('受電盤B')
    expect(await page.locator('.needs').first().innerText()).toContain('受電盤B')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('changes language and light by one click each, and remembers both', async () => {
    const { page, context } = await openAs(browser, JAPANESE, kensho.url, '.charter', kensho.headers)
    const address = page.url()
    expect(await page.locator('h1').innerText()).toBe('品質憲章')
    await page.getByRole('button', { name: 'English' }).click()
    expect(await page.locator('h1').innerText()).toBe('Quality Charter')
    // What a laptop of 1366 by 768 leaves a page: every place of the rail is seen without scrolling.
    await page.setViewportSize({ width: 1366, height: 650 })
    expect(
      await page.locator('.rail').evaluate((rail) => rail.scrollHeight - rail.clientHeight),
    ).toBeLessThanOrEqual(0)
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en')
    expect(page.url()).toBe(address)
    const paper = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const light = await paper()
    await page.getByRole('button', { name: 'Turn dark' }).click()
    expect(await paper()).not.toBe(light)
    await page.reload()
    await page.waitForSelector('.charter')
    expect(await page.locator('h1').innerText()).toBe('Quality Charter')
    expect(await paper()).not.toBe(light)
    await page.getByRole('button', { name: 'Turn light' }).click()
    expect(await paper()).toBe(light)
    expect(await page.evaluate(() => localStorage.getItem('kensho.theme'))).toBeNull()
    await context.close()
  })

  it('is walked by keyboard alone: skip link, clauses, the list of keys, the page behind a clause', async () => {
    const { page, context } = await openAs(browser, JAPANESE, kensho.url, '.charter', kensho.headers)
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('本文へ')
    await page.keyboard.press('Enter')
    for (const wanted of ['1', '2', '2.1', '2.2']) {
      await page.keyboard.press('j')
      expect(await page.evaluate(() => document.activeElement?.id)).toBe(wanted)
    }
    await page.keyboard.press('k')
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('2.1')
    const inView = await page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect()
      return box !== undefined && box.top >= 0 && box.bottom <= innerHeight
    })
    expect(inView).toBe(true)
    await page.keyboard.press('?')
    expect(await page.locator('dialog[open] kbd').allInnerTexts()).toEqual(
      expect.arrayContaining(['j', 'k', 'o', '?']),
    )
    await page.getByRole('checkbox').uncheck()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await page.evaluate(() => document.activeElement?.id)).not.toBe('2.2')
    await page.keyboard.press('?')
    await page.getByRole('checkbox').check()
    await page.keyboard.press('Escape')
    await page.evaluate(() => document.getElementById('2.1')?.focus())
    await page.keyboard.press('o')
    await page.waitForSelector('.clause-page')
    expect(new URL(page.url()).pathname).toBe('/clause/2.1')
    await page.locator('.clause-head .meta a').click()
    await page.waitForSelector('.redundancy')
    await context.close()
  })

  it('brings the reader of /#3.2.2 to that clause', async () => {
    const { page, context } = await openAs(
      browser,
      JAPANESE,
      `${kensho.url}/#3.2.2`,
      '.charter',
      kensho.headers,
    )
    await expect
      .poll(() =>
        page.evaluate(() =>
          Math.round(document.getElementById('3.2.2')?.getBoundingClientRect().top ?? Infinity),
        ),
      )
      .toBeLessThan(120)
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(1_000)
    await context.close()
  })

  it('paints within a second and travels light', async () => {
    const paints: number[] = []
    let bytes = 0
    for (let round = 0; round < TRIES; round++) {
      const { page, context } = await openAs(browser, JAPANESE, kensho.url, '.charter', kensho.headers)
      const measured = await page.evaluate(() => ({
        paintMs: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Infinity,
        sizes: (performance.getEntriesByType('resource') as PerformanceResourceTiming[])
          .filter((entry) => /\.(?:js|css)$/.test(new URL(entry.name).pathname))
          .map((entry) => entry.encodedBodySize),
      }))
      paints.push(measured.paintMs)
      bytes = measured.sizes.reduce((sum, size) => sum + size, 0)
      expect(measured.sizes.length).toBeGreaterThan(2)
      await context.close()
    }
    console.log(
      `first contentful paint ${paints.map(Math.round).join(', ')} ms; JavaScript and CSS ${bytes} bytes`,
    )
    // The machine is shared with other tests: the best of the tries is what the page can do.
    expect(Math.min(...paints)).toBeLessThan(FIRST_PAINT_MS_MAX)
    expect(bytes).toBeGreaterThan(20_000)
    expect(bytes).toBeLessThan(FIRST_SCREEN_BYTES_MAX)
  })

  it('never shows the past as the present: when the server is gone, it says from when it speaks', async () => {
    const { page, context } = await openAs(browser, JAPANESE, kensho.url, '.charter', kensho.headers)
    await context.setOffline(true)
    await page.waitForSelector('.behind', { timeout: 30_000 })
    expect(await page.locator('.behind').innerText()).toMatch(/\d{2}:\d{2} JST 時点/)
    expect(await page.locator('.clause').count()).toBe(40)
    await context.setOffline(false)
    await expect.poll(() => page.locator('.behind').count(), { timeout: 30_000 }).toBe(0)
    await context.close()
  })
})

async function focused(page: Page): Promise<string | null | undefined> {
  return page.evaluate(() => document.activeElement?.textContent)
}

async function applied({ url, token }: Running): Promise<void> {
  const args = [
    path.join(ROOT, 'src/cli.ts'),
    'apply',
    path.join(ROOT, 'src/demo/workspace'),
    '--server',
    url,
  ]
  const child = spawn(process.execPath, args, {
    stdio: 'ignore',
    env: { ...process.env, KENSHO_TOKEN: token },
  })
  const status = await new Promise((resolve) => child.once('exit', resolve))
  if (status !== 0) throw new Error(`kensho apply ended with ${String(status)}`)
}
