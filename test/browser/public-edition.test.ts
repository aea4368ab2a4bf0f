import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { extractText, getDocumentProxy } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unzippedEdition } from '../../src/charter/public-edition/zip.ts'
import { keepPicture } from './picture.ts'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, FOUR_READERS, type Reader } from './chromium.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }

describe.skipIf(executable === undefined)('the public edition (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-public-look-'))
    ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  const actAs = async (page: Page, person: string) => {
    const answer = await page.request.post(`${kensho.url}/api/people/act-as`, {
      data: { person },
      headers: { origin: kensho.url },
    })
    expect(answer.status(), await answer.text()).toBe(200)
  }

  it('is chosen beside the page that it makes, put forward, approved by another, published, and read', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      ENGLISH,
      `${kensho.url}/public-edition`,
      '.choices li',
    )
    await page.getByText('Nothing is public now.').waitFor()
    expect(await page.locator('.choices li').count()).toBe(40)
    const sheet = page.locator('.edition-sheet')
    await sheet.getByText('state not published').first().waitFor()
    await page.getByRole('button', { name: 'text and state' }).click()
    await sheet.locator('.state-fail').first().waitFor()
    await page.getByLabel('What is shown of 4.3', { exact: true }).selectOption('nothing')
    await page.locator('.choice', { hasText: '2.2' }).first().getByText('Remark').click()
    await page.getByLabel('Remark on 2.2 (Japanese)').fill('四半期ごとに見直しています。')
    await page.getByText('Please write the remark in both languages.').waitFor()
    await page.getByLabel('Remark on 2.2 (English)').fill('Reviewed every quarter.')
    await sheet.getByText('Reviewed every quarter.').waitFor()
    await keep(page, 'choosing')
    await page.getByRole('button', { name: 'Put this forward for approval' }).click()
    await page.getByText('waits for approval').waitFor()
    expect(await page.getByRole('button', { name: 'Approve', exact: true }).isDisabled()).toBe(true)
    await actAs(page, 'demo-approver')
    await goTo(page, `${kensho.url}/public-edition?edition=1`, '.edition-history li')
    await page.locator('.edition-sheet').getByText('Reviewed every quarter.').waitFor()
    await page.getByText('All that it says').click()
    await page.locator('.difference ins', { hasText: 'Reviewed every quarter.' }).waitFor()
    await page.getByRole('button', { name: 'Approve', exact: true }).click()
    await page.getByText('approved, not published').waitFor()
    expect((await page.request.get(`${kensho.url}/public/`)).status()).toBe(404)
    await actAs(page, 'demo-owner')
    await goTo(page, `${kensho.url}/public-edition`, '.edition-history li')
    await page.getByRole('button', { name: 'Publish', exact: true }).click()
    await page.getByText('Public edition no. 1 is published.').waitFor({ timeout: 60_000 })
    await keep(page, 'published')
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(FOUR_READERS)('has no finding of axe: $language $theme $width', async (reader) => {
    const { page, context, complaints } = await openAs(
      browser,
      reader,
      `${kensho.url}/public-edition?edition=1`,
      '.edition-sheet',
    )
    await page.locator('.edition-sheet article').waitFor()
    await looked(page, reader, 'public-edition')
    const asked: string[] = []
    page.on('request', (request) => asked.push(request.url()))
    await goTo(page, `${kensho.url}/public/${reader.language === 'ja' ? '' : 'en.html'}`, '.edition')
    await looked(page, reader, 'public')
    expect(asked.length).toBeGreaterThan(3)
    expect(
      asked.filter((url) => !url.startsWith(`${kensho.url}/public/`) && !url.endsWith('/favicon.ico')),
    ).toEqual([])
    const family = reader.language === 'ja' ? 'Shippori Mincho' : 'Source Serif 4'
    const loaded = await page.evaluate(() =>
      [...document.fonts].filter(({ status }) => status === 'loaded').map((face) => face.family),
    )
    expect(loaded.map((name) => name.replaceAll('"', ''))).toContain(family)
    expect((await context.cookies()).filter(({ path: at }) => at.startsWith('/public'))).toEqual([])
    expect(complaints.filter((one) => !one.includes('404'))).toEqual([])
    await context.close()
  })

  it('lies in a folder as a whole: opened as a file it asks for nothing else, and prints well', async () => {
    const archive = await fetch(`${kensho.url}/api/public-edition/export`)
    expect(archive.status).toBe(200)
    const files = await unzippedEdition(new Uint8Array(await archive.arrayBuffer()))
    for (const [name, bytes] of files) writeFileSync(path.join(folder, name), bytes)
    for (const language of ['ja', 'en'] as const) {
      const file = pathToFileURL(path.join(folder, language === 'ja' ? 'index.html' : 'en.html')).href
      const { page, context, complaints } = await openAs(browser, { ...ENGLISH, language }, file, '.edition')
      const asked: string[] = []
      page.on('request', (request) => asked.push(request.url()))
      await goTo(page, file, '.edition')
      expect(asked.length).toBeGreaterThan(3)
      expect(asked.filter((url) => !url.startsWith(pathToFileURL(folder).href))).toEqual([])
      const fonts = await page.evaluate(
        () => [...document.fonts].filter(({ status }) => status === 'loaded').length,
      )
      expect(fonts).toBeGreaterThan(2)
      const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: false, tagged: true })
      if (PICTURES !== undefined) writeFileSync(path.join(PICTURES, `public-${language}.pdf`), pdf)
      const read = await extractText(await getDocumentProxy(new Uint8Array(pdf)))
      expect(read.totalPages).toBeGreaterThan(2)
      expect(read.totalPages).toBeLessThan(12)
      const pages = read.text.map((text) => text.replace(/\s+/g, ''))
      pages.forEach((text, at) => expect(text).toContain(`${at + 1}/${read.totalPages}`))
      expect(pages[1]).toContain(language === 'ja' ? '公開版第1号' : 'publiceditionno.1')
      expect(pages[0]).not.toContain(language === 'ja' ? '品質憲章公開版第1号1/' : 'publiceditionno.11/')
      expect(complaints).toEqual([])
      await context.close()
    }
    expect(readFileSync(path.join(folder, 'index.html'), 'utf8')).not.toContain('<script')
  })

  it('is withdrawn in one step, with a reason', async () => {
    const { page, context } = await openAs(
      browser,
      ENGLISH,
      `${kensho.url}/public-edition`,
      '.edition-history li',
    )
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByLabel('Reason').fill('A remark was wrong.')
    await page.getByRole('button', { name: 'Withdraw' }).click()
    await page.getByText('Nothing is public now.').waitFor()
    expect((await page.request.get(`${kensho.url}/public/`)).status()).toBe(404)
    await context.close()
  })
})

async function looked(page: Page, { language, theme, width }: Reader, name: string): Promise<void> {
  const { findings, rulesPassed } = await audit(page)
  expect([name, findings]).toEqual([name, []])
  expect(rulesPassed).toBeGreaterThan(10)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  expect([name, wide <= 0]).toEqual([name, true])
  await keep(page, `${name}-${language}-${theme}-${width}`)
  await keepPicture(page, `${name} ${language} ${theme} ${width}`)
}

async function keep(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  await page.screenshot({
    path: path.join(PICTURES, `${name}.png`),
    fullPage: name.startsWith('public-en-') || name.startsWith('public-ja-'),
  })
}
