import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  snappyBlock,
  WRITE_HEADERS,
  writeRequest,
  type Sent,
} from '../../src/operations/monitoring/remote-write/write.oracle.ts'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, EVERY_READER, goTo, launchChromium, openAs, type Reader } from './chromium.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const STEP_MS = 300_000
const DAYS = 9
const LINES = 30

let kensho: Running
let browser: Browser
let token = ''
/** The number of the series that has nine days. */
let line = ''

/** The pictures that the documents show. Times differ in every run: delete one to have it drawn anew. */
const DOCUMENTS = path.resolve(import.meta.dirname, '../../docs/screenshots')

async function kept(page: Page, name: string, { language, theme, width }: Reader): Promise<void> {
  const shown = path.join(DOCUMENTS, `monitoring-${language}-light-1440.png`)
  if (name === 'series' && theme === 'light' && width === 1440 && !existsSync(shown))
    await page.screenshot({ path: shown })
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  const file = path.join(PICTURES, `monitoring-${name}-${language}-${theme}-${width}.png`)
  await page.screenshot({ path: file, fullPage: true })
}

async function send(sent: readonly Sent[], kinds: Record<string, number> = {}): Promise<number> {
  const headers = { ...WRITE_HEADERS, authorization: `Bearer ${token}` }
  const body = new Uint8Array(snappyBlock(writeRequest(sent, kinds)))
  return (await fetch(`${kensho.url}/api/v1/write`, { method: 'POST', headers, body })).status
}

/** Nine days of a line's counter, with a day in which nothing came, and of many others a few values. */
function measured(): Sent[] {
  const untilMs = Math.floor(Date.now() / STEP_MS) * STEP_MS
  const samples: [number, number][] = []
  let octets = 0
  for (let at = 0; at <= (DAYS * 86_400_000) / STEP_MS; at += 1) {
    octets += (200 + 120 * Math.sin((2 * Math.PI * (at % 288)) / 288) + (at % 7)) * 37_500_000
    const isAway = at > 1_300 && at < 1_420
    if (!isAway) samples.push([octets, untilMs - DAYS * 86_400_000 + at * STEP_MS])
  }
  const labels = (name: string) =>
    [
      ['__name__', 'ifHCInOctets'],
      ['instance', 'r1.tokyo-2'],
      ['ifName', name],
    ] as const
  return [
    { labels: labels('xe-0/0/0'), samples },
    ...Array.from({ length: LINES - 1 }, (_, n) => ({
      labels: labels(`xe-0/1/${n}`),
      samples: samples.slice(-3).map(([value, at]) => [value * (n + 1), at] as const),
    })),
  ]
}

const number = (page: Page) => page.locator('.table .count').innerText()

describe.skipIf(executable === undefined)('the stored series (skipped where there is no Chromium)', () => {
  beforeAll(async () => {
    const env = { KENSHO_MONITORING_VALUE_DAYS: '13' }
    ;[kensho, browser] = await Promise.all([startKensho({ env }), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
  })

  it('say, where there are none, how they come: a token made here, and the block for prometheus.yml', async () => {
    for (const reader of EVERY_READER) {
      const { page, context } = await openAs(browser, reader, `${kensho.url}/monitoring`, '.connect')
      expect((await audit(page)).findings).toEqual([])
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - innerWidth),
      ).toBeLessThanOrEqual(0)
      await kept(page, 'empty', reader)
      await context.close()
    }
    const { page, context, complaints } = await openAs(
      browser,
      ENGLISH,
      `${kensho.url}/monitoring`,
      '.connect',
    )
    expect(await page.locator('.rail [aria-current=page]').innerText()).toContain('Series')
    const block = await page.locator('.connect pre').innerText()
    expect(block).toContain(`- url: ${kensho.url}/api/v1/write`)
    expect(block).toContain('credentials_file: /etc/prometheus/kensho-token')
    await page.getByRole('button', { name: 'Make a token' }).click()
    await page.waitForSelector('.sheet')
    expect(new URL(page.url()).searchParams.get('form')).toBe('token')
    expect((await audit(page)).findings).toEqual([])
    await page.getByLabel('What it is for').fill('Prometheus of Tokyo 2')
    await page.locator('.sheet').getByRole('button', { name: 'Make a token' }).click()
    token = await page.locator('.token-made pre').innerText()
    expect(token).toMatch(/^kensho_[\w-]{43}$/)
    await kept(page, 'token', ENGLISH)
    // The page turns by itself once values come.
    expect(await send(measured(), { ifHCInOctets: 1 })).toBe(204)
    await page.waitForSelector('.table tbody tr', { timeout: 30_000 })
    const listed = await fetch(`${kensho.url}/api/monitoring/series?find=xe-0/0/0`)
    line = String(((await listed.json()) as { series: { id: number }[] }).series[0]!.id)
    expect(complaints).toEqual([])
    await context.close()
  }, 120_000)

  it('are listed with age and count, narrowed down in the address, and kept as CSV', async () => {
    const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/monitoring`, '.table tbody tr')
    expect(await number(page)).toBe(`${LINES} rows`)
    await page.getByRole('searchbox').fill('xe-0/0/0')
    await expect.poll(() => number(page)).toMatch(/^1 (row|of)/)
    expect(new URL(page.url()).searchParams.get('find')).toBe('xe-0/0/0')
    const row = await page.locator('.table tbody tr').innerText()
    expect(row).toContain('ifHCInOctets{ifName="xe-0/0/0",instance="r1.tokyo-2"}')
    expect(row).toMatch(/counter/)
    expect(row).toMatch(/2,47\d/)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(2)
    await context.close()
  })

  it('show one as a picture with its gaps, the figures behind it, and how a forecast reads it', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      ENGLISH,
      `${kensho.url}/monitoring?find=xe-0/0/0`,
      '.series-name',
    )
    await page.locator('.series-name').first().click()
    await page.waitForSelector('.series-plot canvas')
    // A counter is read as what it rises. Nothing comes any more: on a slow machine that is a second gap by now.
    await expect
      .poll(() => page.locator('.series-choices [aria-current]').first().innerText())
      .toBe('Increase a second')
    const name = await page.locator('.series-plot').getAttribute('aria-label')
    expect(name).toMatch(/^The last 7 days of ifHCInOctets\{.*\}, with [12] gaps?\.$/)
    expect(await page.locator('.series').innerText()).toMatch(/Bands are gaps \([12], [5-9](\.\d)?%/)
    await page.locator('.series-plot').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    expect(await page.locator('.series-readout').innerText()).toMatch(/JST.*[\d,]{6,}/s)
    const uses = await page.locator('.series-use pre').allInnerTexts()
    expect(uses[0]).toBe(
      `observed: { series: 'ifHCInOctets{ifName="xe-0/0/0",instance="r1.tokyo-2"}', as: rate }`,
    )
    expect(uses[1]).toContain('--as rate --horizon 168')
    await page.getByRole('link', { name: '1 day', exact: true }).click()
    await expect
      .poll(() => page.locator('.series-plot').getAttribute('aria-label'))
      .toMatch(/^The last 1 day of /)
    await page.getByText('The figures').click()
    expect(await page.locator('.picture-table tbody tr').count()).toBeGreaterThan(280)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('say what was not taken, with one of it', async () => {
    expect(await send([{ labels: [['job', 'nameless']], samples: [[1, Date.now()]] }])).toBe(400)
    const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/monitoring`, '.refused li')
    expect(await page.locator('.refused li').innerText()).toMatch(
      /Labels that name no series 1.*expected the name of a metric/s,
    )
    await context.close()
  })

  it.each(EVERY_READER)(
    'are read by everybody: $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(
        browser,
        reader,
        `${kensho.url}/monitoring`,
        '.table tbody tr',
      )
      const screens = [
        ['list', '/monitoring', '.table tbody tr'],
        ['series', `/monitoring?series=${line}`, '.series-plot canvas'],
      ] as const
      for (const [name, address, until] of screens) {
        await goTo(page, kensho.url + address, until)
        const { findings, rulesPassed } = await audit(page)
        expect([name, findings]).toEqual([name, []])
        expect(rulesPassed).toBeGreaterThan(10)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect([name, wide <= 0]).toEqual([name, true])
        await kept(page, name, reader)
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    180_000,
  )
})
