import { spawn } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, EVERY_READER, type Reader } from './chromium.ts'

const executable = chromiumPath()
const ROOT = path.resolve(import.meta.dirname, '../..')
const SCREENSHOTS = path.join(ROOT, 'docs/screenshots')
const JAPANESE: Reader = { language: 'ja', theme: 'light', width: 1440 }
const ROW = '.ledger-row a.to-fact'
/** So many facts are shown at a time. */
const PAGE_ROWS = 50
const VERIFIED = '.ledger-proof .verdict.state-pass'

const SCREENS = [
  { name: 'ledger', path: '/ledger', until: ROW },
  { name: 'ledger-fact', path: '/ledger?fact=2', until: VERIFIED },
  { name: 'ledger-none', path: '/ledger?object=nothing-of-that-name', until: '.ledger-nothing' },
] as const

/** The pictures that the documents show. Hashes and times differ in every run: delete one to have it drawn anew. */
const SHOWN = [
  'ledger ja light 1440',
  'ledger en dark 1440',
  'ledger-fact ja light 1440',
  'ledger-fact en light 390',
]

describe.skipIf(executable === undefined)('the ledger (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-ledger-screen-'))
    cpSync(path.join(ROOT, 'src/demo/workspace'), folder, { recursive: true })
    ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
    for (let n = 0; n < 3; n++) await changed(folder, kensho.url)
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  it('shows a fact that arrives, without a reload, marks it and says so to a screen reader', async () => {
    const { page, context, complaints } = await openAs(browser, JAPANESE, `${kensho.url}/ledger`, ROW)
    await page.evaluate(() => Object.assign(globalThis, { neverReloaded: true }))
    const before = await page.locator(ROW).count()
    expect(before).toBeGreaterThanOrEqual(4)
    expect(await page.locator('.ledger-row.fresh').count()).toBe(0)
    await changed(folder, kensho.url)
    await page.waitForSelector('.ledger-row.fresh', { timeout: 30_000 })
    expect(await page.locator(ROW).count()).toBe(Math.min(before + 1, PAGE_ROWS))
    expect(await page.locator(ROW).first().innerText()).toBe('設備の文書が入れ替えられた')
    expect(await page.locator('[aria-live]').innerText()).toBe('新しい事実が1件届きました')
    expect(await page.evaluate(() => 'neverReloaded' in globalThis)).toBe(true)
    expect(await page.locator('.ledger-found').innerText()).toContain('JST (Asia/Tokyo)')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('computes the proof of a fact in the browser, and does not believe a spoiled one', async () => {
    const { page, context } = await openAs(browser, JAPANESE, `${kensho.url}/ledger?fact=2`, VERIFIED)
    expect(await page.locator('.proof-drawing .computed').count()).toBeGreaterThan(1)
    expect(await page.locator('.picture-table tbody tr').count()).toBe(
      await page.locator('.proof-drawing .sibling').count(),
    )
    expect(await page.locator('.ledger-proof .meta').innerText()).toContain('署名も合いました')
    // What a dishonest server would send: the same proof under another body.
    await page.route('**/api/ledger/facts/2', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({
        response: answer,
        body: (await answer.text()).replaceAll('\\"quality-owner\\"', '\\"quality-owned\\"'),
      })
    })
    await page.reload()
    await page.waitForSelector('.ledger-proof .verdict.state-fail')
    expect(await page.locator('.json-text').innerText()).toContain('"quality-owned"')
    expect(await page.locator(VERIFIED).count()).toBe(0)
    await context.close()
  })

  it('tells facts that still wait apart, without index and time, and says what that means', async () => {
    const { page, context, complaints } = await openAs(browser, JAPANESE, kensho.url, '.charter')
    // A fact waits for some milliseconds only: here the answer holds two more that do.
    await page.route('**/api/ledger/facts?*', async (route) => {
      const answer = await route.fetch()
      const body = (await answer.json()) as { pending: object }
      const waiting = {
        type: 'garden.shed.painted',
        by: 'p-1',
        clause: '4.1',
        objects: ['shed'],
        sizeBytes: 90,
      }
      body.pending = {
        count: 2,
        more: false,
        facts: [
          { ...waiting, id: '902' },
          { ...waiting, id: '901' },
        ],
      }
      await route.fulfill({ response: answer, json: body })
    })
    await goTo(page, `${kensho.url}/ledger`, '.ledger-pending')
    expect(await page.locator('.ledger-pending .index').allInnerTexts()).toEqual(['—', '—'])
    expect(await page.locator('.ledger-pending time, .ledger-pending a.to-fact').count()).toBe(0)
    expect(await page.locator('.ledger-pending').innerText()).toContain('改竄検知の対象ではありません')
    expect((await audit(page)).findings).toEqual([])
    expect(complaints).toEqual([])
    await context.close()
  })

  it('gives the commands that verify the fact without us, and they do', async () => {
    const { page, context } = await openAs(browser, JAPANESE, `${kensho.url}/ledger?fact=1`, VERIFIED)
    const lines = await page.locator('.ledger-without code').allInnerTexts()
    expect(lines).toEqual([
      `bin/kensho ledger prove 1 --out fact-1.proof --server ${kensho.url}`,
      'node verify.mjs fact-1.proof',
    ])
    const [prove = '', verify = ''] = lines.map((line) =>
      line.replace('fact-1.proof', path.join(folder, 'fact-1.proof')),
    )
    await ran(prove.replace('bin/kensho', path.join(ROOT, 'src/cli.ts')).split(' '))
    await ran(verify.replace('node ', '').split(' '))
    await context.close()
  })

  it('is narrowed down and walked by keyboard, every choice in the address', async () => {
    const { page, context } = await openAs(browser, JAPANESE, `${kensho.url}/ledger`, ROW)
    const all = await page.locator(ROW).count()
    const hrefs = await page.locator(ROW).evaluateAll((rows) => rows.map((row) => row.getAttribute('href')))
    await page.keyboard.press('f')
    await page.keyboard.press('Tab')
    await page.keyboard.type('system:ledger')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/ledger?by=system%3Aledger')
    await expect.poll(() => page.locator(ROW).allInnerTexts()).toEqual(['台帳が開かれた'])
    await page.goBack()
    await expect.poll(() => page.locator(ROW).count()).toBe(all)
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('o')
    await page.waitForURL(`**${hrefs[1]}`)
    await page.waitForSelector(VERIFIED)
    await page.keyboard.press('j')
    await page.waitForURL(`**${hrefs[2]}`)
    await page.keyboard.press('u')
    await page.waitForSelector(ROW)
    await context.close()
  })

  it('saves what was found as CSV', async () => {
    const { page, context } = await openAs(browser, JAPANESE, `${kensho.url}/ledger?by=system%3Aledger`, ROW)
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV で保存' }).click(),
    ])
    const rows = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split('\r\n')
    expect(rows).toHaveLength(2)
    expect(rows[0]).toContain('番号,記録 (UTC),できごと')
    expect(rows[1]).toMatch(/^0,20\d\d-.*,台帳が開かれた,ledger\.origin\.opened,system:ledger/)
    await context.close()
  })

  it.each(EVERY_READER)(
    'has no finding of axe and is as wide as the screen: $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(browser, reader, `${kensho.url}/ledger`, ROW)
      for (const screen of SCREENS) {
        await goTo(page, kensho.url + screen.path, screen.until)
        const name = `${screen.name} ${reader.language} ${reader.theme} ${reader.width}`
        const { findings, rulesPassed, nodesChecked } = await audit(page)
        expect(findings, name).toEqual([])
        expect(rulesPassed, name).toBeGreaterThan(12)
        expect(nodesChecked, name).toBeGreaterThan(30)
        expect(await sideways(page), `${name} is wider than the screen`).toBe(0)
        expect(complaints, name).toEqual([])
        if (SHOWN.includes(name)) await keepPicture(page, name)
      }
      await context.close()
    },
  )
})

/** One more fact: a document of the estate differs from before. */
async function changed(folder: string, url: string): Promise<void> {
  appendFileSync(path.join(folder, 'sites.yaml'), '# seen again\n')
  await ran([path.join(ROOT, 'src/cli.ts'), 'apply', folder, '--server', url])
}

async function ran(args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' })
  const status = await new Promise((resolve) => child.once('exit', resolve))
  expect(status, args.join(' ')).toBe(0)
}

async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}

async function keepPicture(page: Page, name: string): Promise<void> {
  const file = path.join(SCREENSHOTS, `${name.replaceAll(' ', '-')}.png`)
  if (existsSync(file)) return
  mkdirSync(SCREENSHOTS, { recursive: true })
  const narrow = (page.viewportSize()?.width ?? 0) < 600
  // On a telephone the rail stands at the foot of the screen: a picture of the whole page would have it in its middle.
  if (narrow) await page.locator('.ledger-proof').evaluate((proof) => proof.scrollIntoView())
  const picture = await page.screenshot({ path: file, fullPage: !narrow })
  expect(picture.length).toBeGreaterThan(20_000)
}
