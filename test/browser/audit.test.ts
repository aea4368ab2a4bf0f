import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, FOUR_READERS, type Reader } from './chromium.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const day = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)

/** In the demo a visitor may be any of its people. */
async function be(page: Page, person: string): Promise<void> {
  const status = await page.evaluate(async (id) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ person: id })
    return (await fetch('/api/people/act-as', { method: 'POST', headers, body })).status
  }, person)
  expect(status).toBe(200)
}

describe.skipIf(executable === undefined)('the pages of audits (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  let engagement = ''
  let control = ''
  let item = ''
  beforeAll(async () => {
    ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
  })

  it('an auditor opens an engagement, draws a sample, and tests an item whose proof is drawn and verified', async () => {
    const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/audits`, '.audit h2')
    expect(await page.getByText('Open an engagement').count()).toBe(0)
    await be(page, 'demo-auditor')
    await goTo(page, `${kensho.url}/audits`, '.audit .verb summary')
    await page.getByRole('link', { name: /Internal audit of production/ }).waitFor()
    await page.getByText('Open an engagement').click()
    await page.getByLabel('Title').fill('Disposal and access, first half')
    await page.getByLabel('First day of the period').fill(day(300))
    await page.getByLabel('Last day of the period').fill(day(3))
    await page.getByRole('checkbox', { name: /^4\.2\.2 / }).check()
    await page.getByRole('checkbox', { name: /^4\.4 / }).check()
    await page.getByRole('textbox', { name: 'Criteria' }).fill('The charter, clauses 4.2.2 and 4.4.')
    await page.getByRole('button', { name: 'Open it and fix the populations' }).click()
    await page.getByRole('link', { name: 'Disposal and access, first half' }).click()
    await page.getByText('controls are concluded on').waitFor()
    engagement = new URL(page.url()).pathname
    await goTo(page, `${kensho.url}${engagement}?part=scope&control=4.4.attested`, '.chosen')
    control = '4.4.attested'
    await page.getByText('it is what was recorded').waitFor()
    await page.getByLabel('A number, with the reason').check()
    await page.getByLabel('Size').fill('2')
    await page.getByLabel('Reason', { exact: true }).fill('Few were received.')
    await page.getByRole('button', { name: 'Draw a sample' }).click()
    await page.locator('.chosen table tbody a').first().click()
    await page.locator('.ledger-proof p.state-pass').waitFor()
    item = new URL(page.url()).searchParams.get('item') ?? ''
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-browser-'))
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Proof file' }).first().click(),
    ])
    const file = path.join(folder, 'entry.proof')
    await download.saveAs(file)
    const verified = execFileSync(process.execPath, ['verify.mjs', file, '--json'], { encoding: 'utf8' })
    expect((JSON.parse(verified) as { ok: boolean }).ok).toBe(true)
    rmSync(folder, { recursive: true })
    await page.getByLabel('Deviates').check()
    await page.getByLabel('Remark').fill('The log names another disk.')
    await page.getByLabel('Ledger indices that show it').fill(item)
    await page.getByRole('button', { name: 'Record the result' }).click()
    await page.locator('.answer .deviates').waitFor()
    await page.keyboard.press('Escape')
    await page.locator('h1').click()
    await page.keyboard.press('j')
    await page.getByText('Item 2 of 2').waitFor()
    await page.getByLabel('Holds').check()
    await page.getByLabel('Remark').fill('As the rule says.')
    await page.getByRole('button', { name: 'Record the result' }).click()
    await page.locator('.answer .holds').waitFor()
    await context.close()
  })

  it('concludes, raises a finding that can be planned, asks, and is answered by who was asked', async () => {
    const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/audits`, '.audit h2')
    await be(page, 'demo-auditor')
    await goTo(page, `${kensho.url}${engagement}?part=scope&control=${control}`, '.chosen')
    await page.getByText('2 of 2 sampled items tested, 1 deviation.').first().waitFor()
    await page.locator('summary', { hasText: 'Conclude' }).click()
    // Nothing is chosen beforehand.
    expect(await page.getByLabel('Operation', { exact: true }).inputValue()).toBe('')
    await page.getByLabel('Design', { exact: true }).selectOption('effective')
    await page.getByLabel('Reason on design').fill('Every medium is to be erased.')
    await page.getByLabel('Operation', { exact: true }).selectOption('not-effective')
    await page.getByLabel('Reason on operation').fill('One log names another disk.')
    await page.getByRole('button', { name: 'Conclude' }).click()
    await page.getByRole('button', { name: 'Raise a finding' }).click()
    await page.getByRole('link', { name: 'Open the finding and plan an action' }).waitFor()
    await goTo(page, `${kensho.url}${engagement}?part=requests`, '.verb summary')
    await page.getByLabel('What').fill('The contract with the shredder.')
    await page.getByLabel('Asked of').selectOption('demo-engineer')
    await page.getByLabel('Due').fill('2031-01-31')
    await page.getByRole('button', { name: 'Make a request' }).click()
    await page.getByRole('cell', { name: 'Waits for an answer' }).waitFor()
    await be(page, 'demo-engineer')
    await goTo(page, `${kensho.url}/audits`, '.request')
    await page.getByLabel('Remark').fill('Here it is.')
    await page
      .getByLabel(/evidence file|Files|file/i)
      .first()
      .setInputFiles({ name: 'contract.txt', mimeType: 'text/plain', buffer: Buffer.from('the contract') })
    await page.locator('.files li code').waitFor()
    await page.getByRole('button', { name: 'Answer' }).click()
    await page.getByText('Answered', { exact: false }).first().waitFor()
    await be(page, 'demo-auditor')
    await goTo(page, `${kensho.url}${engagement}?part=requests`, '.answer')
    await page.getByRole('link', { name: 'contract.txt' }).waitFor()
    await page.getByLabel('Remark').fill('Complete.')
    await page.getByRole('button', { name: 'Accept' }).click()
    await page.getByRole('cell', { name: 'Accepted' }).waitFor()
    await context.close()
  })

  it('is handed in once all is concluded, signed off by another, and downloads as PDF and XLSX', async () => {
    const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/audits`, '.audit h2')
    await be(page, 'demo-auditor')
    await page.keyboard.press('/')
    await page.getByRole('combobox').fill('disposal 4.2.2')
    await page.getByRole('option', { name: /Disposal and access/ }).click()
    await page.waitForURL(`**${engagement}`)
    await goTo(page, `${kensho.url}${engagement}?part=report`, '.downloads')
    await page.getByLabel('Summary').fill('One log names another disk.')
    await page.getByRole('button', { name: 'Hand the report in' }).click()
    await page.getByText('no conclusion').waitFor()
    const left = await page.evaluate(
      async (id) => {
        const read = async () => (await (await fetch(`/api/audit/engagements/${id}`)).json()) as Page
        type Page = { scope: { control: string; conclusion?: object }[] }
        const open = (await read()).scope.filter((row) => row.conclusion === undefined)
        for (const { control: one } of open)
          await fetch(`/api/audit/engagements/${id}/conclusions`, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({
              control: one,
              design: 'not-tested',
              design_reason: 'Not chosen this time.',
              operation: 'not-tested',
              operation_reason: 'Not chosen this time.',
            }),
          })
        return (await read()).scope.filter((row) => row.conclusion === undefined).length
      },
      engagement.split('/').at(-1) ?? '',
    )
    expect(left).toBe(0)
    await page.getByRole('button', { name: 'Hand the report in' }).click()
    await page.getByRole('heading', { name: 'Version 1' }).waitFor()
    await be(page, 'demo-approver')
    await goTo(page, `${kensho.url}${engagement}?part=report`, '.approve')
    await page.getByRole('button', { name: 'Approve' }).click()
    await page.locator('.audit .seal').waitFor()
    for (const name of ['PDF Japanese', 'PDF English', 'XLSX (working papers) Japanese']) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ])
      const chunks: Buffer[] = []
      for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
      const head = Buffer.concat(chunks).subarray(0, 4).toString('latin1')
      expect([name, head]).toEqual([name, name.startsWith('PDF') ? '%PDF' : 'PK\u0003\u0004'])
      if (PICTURES !== undefined) await download.saveAs(path.join(PICTURES, download.suggestedFilename()))
    }
    await context.close()
  })

  it.each(FOUR_READERS)(
    'has no finding of axe and is as wide as the screen: $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(browser, reader, `${kensho.url}/audits`, '.audit h2')
      await be(page, 'demo-auditor')
      const pages = [
        ['list', '/audits', '.audit table'],
        ['scope', `${engagement}?part=scope&control=${control}`, '.chosen table'],
        ['requests', `${engagement}?part=requests`, '.audit table'],
        ['report', `${engagement}?part=report`, '.downloads'],
        ['people', `${engagement}?part=people`, '.audit h2'],
        ['ledger', `${engagement}?part=ledger`, '.audit table'],
        ['item', `${engagement}/item?control=${control}&item=${item}`, '.ledger-proof svg'],
      ] as const
      for (const [name, address, until] of pages) {
        await goTo(page, kensho.url + address, until)
        if (name === 'list') await page.locator('.verb summary').click()
        const { findings, rulesPassed } = await audit(page)
        expect([name, findings]).toEqual([name, []])
        expect(rulesPassed).toBeGreaterThan(10)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect([name, wide <= 0]).toEqual([name, true])
        if (PICTURES !== undefined) {
          mkdirSync(PICTURES, { recursive: true })
          const { language, theme, width } = reader
          const file = `audit-${name}-${language}-${theme}-${width}.png`
          await page.screenshot({ path: path.join(PICTURES, file), fullPage: true })
        }
      }
      expect([pages.length, complaints]).toEqual([7, []])
      await context.close()
    },
  )
})
