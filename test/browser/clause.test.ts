import { createHash } from 'node:crypto'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { writePdf } from '../../src/platform/pdf/write-pdf.ts'
import { audit, chromiumPath, goTo, openAs, FOUR_READERS, type Reader } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const SCREENS = [
  { path: '/clause/2.1', until: '.clause-page .rule' },
  { path: '/clause/4.5.1?form=attest', until: '.sheet' },
  { path: '/clause/4.2.2?form=waiver', until: '.sheet' },
  { path: '/clause/4.2.2?form=rule', until: '.sheet select' },
  { path: '/clause/4.2.2?form=action', until: '.sheet select' },
  { path: '/clause/4.5.1?day=2026-08-01', until: '.the-past' },
  { path: '/clause/3.2.3', until: '.below' },
  { path: '/clause/9.9', until: '.plain' },
  { path: '/rules', until: '.rule' },
  { path: '/rules?find=nothing-like-this', until: '.nothing-there' },
  { path: '/rules/rule-2-1', until: '.rule' },
  { path: '/waivers', until: '.waiver' },
  { path: '/waivers/demo-waiver-2', until: '.waiver' },
] as const
/** The year is judged day by day when it is first asked for. */
const YEAR_MS_MAX = 60_000
const SOON = { timeout: 20_000 }
const EVIDENCE = 'account,owner\nops-legacy,kept by nobody\n'

/** Axe reads every screen; on a busy machine that takes longer than any other test here. */
const READ_MS_MAX = 180_000

describe.skipIf(executable === undefined)('the page of a clause (skipped where there is no Chromium)', () => {
  const demo = demoInChromium(executable)
  const open = (path: string, until: string) => openAs(demo.browser, ENGLISH, demo.kensho.url + path, until)

  it.each(FOUR_READERS)(
    'is read by everybody: axe, width, language; $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(demo.browser, reader, demo.kensho.url, '.charter')
      for (const screen of SCREENS) {
        await goTo(page, demo.kensho.url + screen.path, screen.until)
        const { findings, rulesPassed } = await audit(page)
        expect(findings, screen.path).toEqual([])
        expect(rulesPassed, screen.path).toBeGreaterThan(12)
        const sideways = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        )
        expect(sideways, `${screen.path} is wider than the screen`).toBe(0)
      }
      expect(complaints).toEqual([])
      await context.close()
    },
    READ_MS_MAX,
  )

  it('walks back in time by keyboard, and says that it is the past', async () => {
    const { page, context, complaints } = await open('/clause/4.5.1', '.clause-page')
    const walk = page.locator('[role=slider]')
    await walk.waitFor({ timeout: YEAR_MS_MAX })
    expect(await page.locator('.clause-head .verdict b').innerText()).toBe('Waived')
    expect(await walk.getAttribute('aria-valuenow')).toBe('364')
    await walk.focus()
    await page.keyboard.press('PageUp')
    await page.waitForSelector('.the-past')
    expect(await walk.getAttribute('aria-valuenow')).toBe('334')
    await page.keyboard.press('ArrowLeft')
    await expect.poll(() => walk.getAttribute('aria-valuenow'), SOON).toBe('333')
    await expect.poll(() => page.locator('.clause-head .verdict b').innerText(), SOON).toBe('Holds')
    expect(await walk.getAttribute('aria-valuetext')).toMatch(/2026 Holds$/)
    expect(await page.locator('.doing').count()).toBe(0)
    await page.locator('.the-past a').click()
    await expect.poll(() => page.locator('.the-past').count(), SOON).toBe(0)
    expect(await page.locator('.clause-head .verdict b').innerText()).toBe('Waived')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('takes an attestation with its evidence, proves it from the ledger in this demo.browser, and takes it back', async () => {
    const { page, context, complaints } = await open('/clause/4.2.2?form=attest', '.sheet')
    await page.getByLabel('What was found', { exact: true }).selectOption('fail')
    await page.getByLabel('What was found, in a sentence').fill('One account belongs to nobody.')
    await page.getByLabel('What does not hold, one a line').fill('ops-legacy')
    await page.getByRole('button', { name: 'Attest' }).click()
    await expect.poll(() => page.locator('.sheet .form-problem').innerText(), SOON).toContain('evidence file')
    await page.getByLabel('Evidence files').setInputFiles({
      name: 'accounts.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(EVIDENCE),
    })
    const sha256 = createHash('sha256').update(EVIDENCE).digest('hex')
    await page.locator('.sheet .digest', { hasText: sha256 }).waitFor()
    await page.getByRole('button', { name: 'Attest' }).click()
    const made = page.locator('.entry.attested', { hasText: 'One account belongs to nobody.' }).first()
    await made.waitFor()
    expect(await made.innerText()).toContain(sha256)
    await made.getByRole('button', { name: 'Proof in the ledger' }).click()
    await made.locator('.outcome .state-pass, .outcome .state-stale').first().waitFor()
    expect(await made.locator('.shell-line code').allInnerTexts()).toEqual([
      expect.stringMatching(/^bin\/kensho ledger prove \d+ --out fact-\d+\.json$/),
      expect.stringMatching(/^node verify\.mjs fact-\d+\.json$/),
    ])
    await made.getByRole('button', { name: 'Take back' }).click()
    await made.getByLabel('Reason').fill('The list was not complete.')
    await made.locator('.sheet').getByRole('button', { name: 'Take back' }).click()
    await expect
      .poll(() => page.locator('.entry.attested.is-standing').innerText(), SOON)
      .not.toContain('One account')
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(['en', 'ja'] as const)(
    'shows what evidence holds without running any of it: %s',
    async (language) => {
      const { page, context, complaints } = await openAs(
        demo.browser,
        { ...ENGLISH, language },
        `${demo.kensho.url}/clause/4.5.1?form=attest`,
        '.sheet',
      )
      const statement = `Evidence of every kind, ${language}.`
      await page.locator('.sheet select').first().selectOption('pass')
      await page.locator('.sheet textarea').first().fill(statement)
      const pdf = await writePdf({
        language,
        title: '消去の記録',
        createdMs: 0,
        runningHead: '',
        blocks: [{ kind: 'paragraph', text: '三台の媒体を消去した。' }],
      })
      const active = '<!doctype html><script>document.title = "ran"</script><img src=x onerror=alert(1)>'
      const png = await page.screenshot({ clip: { x: 0, y: 0, width: 60, height: 40 } })
      await page.locator('.sheet input[type=file]').setInputFiles([
        { name: 'page.html', mimeType: 'text/html', buffer: Buffer.from(active) },
        { name: 'picture.png', mimeType: 'image/png', buffer: png },
        { name: 'record.pdf', mimeType: 'application/pdf', buffer: pdf },
        { name: 'bytes.bin', mimeType: 'application/octet-stream', buffer: Buffer.from([0, 1, 2, 255]) },
      ])
      await page.locator('.sheet .digest').nth(3).waitFor()
      await page.locator('.sheet button[type=submit]').click()
      const made = page.locator('.entry.attested', { hasText: statement }).first()
      await made.waitFor()
      const shown = (name: string) => made.locator('.files li', { hasText: name })
      for (const name of ['page.html', 'picture.png', 'record.pdf', 'bytes.bin'])
        await shown(name).locator('button').click()
      expect(await shown('page.html').locator('pre').innerText()).toBe(active)
      await shown('picture.png').locator('canvas[data-state=drawn]').waitFor()
      await shown('record.pdf')
        .locator('.preview-pages[data-state=drawn] canvas')
        .waitFor({ timeout: 20_000 })
      const dark = await shown('record.pdf')
        .locator('canvas')
        .evaluate((canvas) => {
          const { width, height } = canvas as HTMLCanvasElement
          const { data } = (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(0, 0, width, height)
          return data.filter((value, at) => at % 4 === 0 && value < 90 && data[at + 3]! > 200).length
        })
      expect(dark).toBeGreaterThan(200)
      await shown('bytes.bin').locator('.soft').waitFor()
      expect(await page.title()).not.toBe('ran')
      const { findings } = await audit(page)
      expect(findings).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    },
  )

  it('asks for a waiver of what fails; another grants it from the list, and the clause turns', async () => {
    const { page, context, complaints } = await open('/clause/4.2.2', '.clause-page')
    await actAs(page, 'demo-engineer')
    await goTo(page, `${demo.kensho.url}/clause/4.2.2?form=waiver`, '.sheet')
    const objects = await page.getByLabel('Objects to be let off, one a line').inputValue()
    expect(objects.split('\n').length).toBeGreaterThan(0)
    await page
      .getByLabel('Why, and what stands in meanwhile')
      .fill('They are watched until they are handed over.')
    await page.getByRole('button', { name: 'Ask', exact: true }).click()
    await page.locator('.waiver.is-waiting').waitFor()
    await goTo(page, `${demo.kensho.url}/waivers?state=waiting`, '.waiver.is-waiting')
    expect(await page.locator('.waiver').count()).toBe(1)
    expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)
    expect(await page.locator('.approve-here .why-not').innerText()).not.toBe('')
    const another = await open('/waivers?state=waiting', '.waiver.is-waiting')
    await actAs(another.page, 'demo-approver')
    await another.page.reload()
    await another.page.locator('.approve-button').click()
    await another.page.locator('.nothing-there').waitFor()
    await goTo(page, `${demo.kensho.url}/clause/4.2.2`, '.waiver.is-in-force')
    await expect.poll(() => page.locator('.clause-head .verdict b').innerText(), SOON).toBe('Waived')
    expect([...complaints, ...another.complaints]).toEqual([])
    await another.context.close()
    await context.close()
  })

  it('writes a rule, shows its private text without its HTML, puts it forward and compares it', async () => {
    const { page, context, complaints } = await open('/clause/4.1?form=rule', '.sheet select')
    await page
      .getByLabel('Text (Markdown)')
      .fill('# Twice\n\nLooked at **twice**.\n\n<script>alert(1)</script>\n')
    await page.getByRole('button', { name: 'Keep as a draft' }).click()
    const draft = page.locator('.rule.is-draft')
    await draft.waitFor()
    expect(new URL(page.url()).pathname).toMatch(/^\/rules\//)
    await draft.getByRole('button', { name: 'Read the text' }).click()
    expect(await draft.locator('.markdown strong').innerText()).toBe('twice')
    expect(await draft.locator('.markdown script').count()).toBe(0)
    expect(await draft.locator('.markdown').innerText()).toContain('<script>')
    await draft.getByRole('button', { name: /Compared with/ }).click()
    await draft.locator('table.difference ins', { hasText: 'twice' }).first().waitFor()
    await draft.getByRole('button', { name: 'Put forward for approval' }).click()
    await page.locator('.rule.is-waiting').waitFor()
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is disabled with a reason where the person may not', async () => {
    const { page, context } = await open('/clause/4.2.2', '.doing')
    await actAs(page, 'demo-auditor')
    await page.reload()
    await page.locator('.verbs .why-not').first().waitFor()
    expect(await page.getByRole('button', { name: 'Ask for a waiver' }).isDisabled()).toBe(true)
    expect(await page.locator('.verbs').innerText()).toContain('Your role does not include this.')
    await context.close()
  })

  it('finds clauses, things, rules, persons and facts by keyboard alone', async () => {
    const { page, context, complaints } = await open('/', '.charter')
    const sought = [
      ['redundant', '/clause/2.1'],
      ['rule-2-1', '/rules/rule-2-1'],
      ['tokyo2-panel-b', '/estate?object=tokyo2-panel-b'],
      ['Takagi', '/ledger?by=demo-approver'],
      ['settings', '/settings'],
      ['TS-48213', '/maintenance?key=toshi-senro-notices%2FTS-48213'],
      ['backup fails', '/improvement?action=demo-action-1'],
      ['No single fault', '/guidelines?cell=design.reliability'],
    ] as const
    for (const [words, address] of sought) {
      await page.keyboard.press('/')
      await page.waitForSelector('dialog.palette[open]')
      await page.keyboard.type(words)
      const option = page.locator(`dialog.palette li[data-href="${address}"]`)
      await option.waitFor()
      for (let step = 0; step < 40 && (await option.getAttribute('aria-selected')) !== 'true'; step++)
        await page.keyboard.press('ArrowDown')
      if (words === 'redundant') expect((await audit(page)).findings).toEqual([])
      await page.keyboard.press('Enter')
      await expect.poll(() => page.evaluate(() => location.pathname + location.search), SOON).toBe(address)
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    }
    expect(complaints).toEqual([])
    await context.close()
  })
})

async function actAs(page: Page, person: string): Promise<void> {
  const status = await page.evaluate(
    async (who) =>
      (
        await fetch('/api/people/act-as', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ person: who }),
        })
      ).status,
    person,
  )
  expect(status).toBeLessThan(300)
}
