import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { startKensho } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, EVERY_READER, type Reader } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }

const WAIT = { timeout: 20_000 }

const SCREENS = [
  ['wall', '/capacity', '.wall-row'],
  ['resource', '/capacity/nat-osaka?earlier=1', '.fan-plot canvas'],
  ['plan', '/capacity/band-b?form=plan', '.sheet'],
  ['lower-bound', '/capacity/band-c', '.fan-plot canvas'],
  ['cannot', '/capacity/voice-channels', '.fan-plot canvas'],
  ['ranges', '/capacity/sim-numbers?form=resource', '.sheet'],
  ['new', '/capacity?form=resource', '.sheet'],
  ['load', '/surviving-load?table=failures', '.load-bars li'],
] as const

describe.skipIf(executable === undefined)('the pages of 2.2 (skipped where there is no Chromium)', () => {
  const demo = demoInChromium(executable)
  const open = (place = '/capacity', until = '.wall-row', reader = ENGLISH) =>
    openAs(demo.browser, reader, demo.kensho.url + place, until)

  it.each(EVERY_READER)('are read by everybody: $language $theme $width', async (reader) => {
    const { page, context, complaints } = await open('/capacity', '.wall-row', reader)
    let audited = 0
    for (const [name, address, until] of SCREENS) {
      await goTo(page, demo.kensho.url + address, until)
      const { findings, rulesPassed } = await audit(page)
      expect([name, findings]).toEqual([name, []])
      expect(rulesPassed).toBeGreaterThan(10)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect([name, wide <= 0]).toEqual([name, true])
      audited += 1
      await kept(page, name, reader)
    }
    expect([audited, complaints]).toEqual([SCREENS.length, []])
    await context.close()
  })

  it('stand in the rail, by the day on which to order, and say why 2.2 fails', async () => {
    const { page, context } = await open()
    expect(await page.locator('.rail [aria-current=page]').innerText()).toContain('Capacity')
    const names = await page.locator('.wall-row h2').allInnerTexts()
    expect(names).toHaveLength(10)
    expect(names[0]).toBe('Osaka NAT table')
    expect(names.at(-1)).toBe('Voice channels')
    const dates = await page.locator('.wall-row time, .wall-row .wall-date').allInnerTexts()
    expect(dates.length).toBeGreaterThanOrEqual(10)
    expect(await page.locator('.capacity-opening .note b').innerText()).toBe('Fails')
    expect(await page.locator('.capacity-opening .note').innerText()).toContain('Osaka NAT table')
    expect(await page.locator('.wall-row').first().innerText()).toContain(
      'N-1: while Tokyo NAT table has failed',
    )
    await context.close()
  })

  it('keep their filters in the address and what is shown as CSV', async () => {
    const { page, context } = await open('/capacity?find=bandwidth')
    expect(await page.locator('.wall-row').count()).toBe(3)
    await page.getByRole('button', { name: /^On order 1$/ }).click()
    await expect.poll(() => page.locator('.wall-row').count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('state')).toBe('ordered')
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const lines = readFileSync(await download.path(), 'utf8')
      .trim()
      .split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toMatch(
      /^band-b,Carrier B contracted bandwidth,bandwidth,Rina Hayashi,Mbit\/s,8000,400,/,
    )
    await goTo(page, `${demo.kensho.url}/capacity?find=no-such-thing`, '.capacity-none')
    await page.getByRole('button', { name: 'Show all' }).click()
    await expect.poll(() => page.locator('.wall-row').count()).toBe(10)
    await context.close()
  })

  it('are worked by keyboard: j and k along the wall, Enter into a resource, arrows along the days', async () => {
    const { page, context } = await open()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('k')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Osaka NAT table')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.fan-plot canvas')
    expect(new URL(page.url()).pathname).toBe('/capacity/nat-osaka')
    await page.locator('.fan-plot').focus()
    await page.keyboard.press('ArrowRight')
    const first = await page.locator('.fan-readout').innerText()
    expect(first).toMatch(/forecast.*95%/s)
    await page.keyboard.press('PageDown')
    expect(await page.locator('.fan-readout').innerText()).not.toBe(first)
    await context.close()
  })

  it('show the chain of deadlines, the earlier forecasts beside what came, and lay one over the chart', async () => {
    const { page, context } = await open('/capacity/band-a', '.chain li')
    const chain = await page.locator('.chain li').allInnerTexts()
    expect(chain).toHaveLength(5)
    expect(chain.join(' ')).toMatch(
      /lead time 60 days.*deadline.*a buffer of 7 days.*20 days for the budget/s,
    )
    const rows = page.locator('.against-table tbody tr')
    expect(await rows.count()).toBe(3)
    expect(await rows.last().innerText()).toMatch(/\d of 9 points/)
    await rows.last().getByRole('link').click()
    await expect.poll(() => page.locator('.fan-legend .earlier').count()).toBe(1)
    expect(new URL(page.url()).searchParams.get('earlier')).toBe('2')
    await context.close()
  })

  it('let one put a plan forward and only another approve it, and then 2.2 counts it', async () => {
    const { page, context, complaints } = await open('/capacity/nat-osaka?form=plan', '.sheet')
    await actAs(page, 'demo-designer')
    await goTo(page, `${demo.kensho.url}/capacity/nat-osaka?form=plan`, '.sheet')
    await page.getByLabel('Amount').fill('4000')
    await page.getByRole('textbox', { name: 'Why' }).fill('Both sites on one')
    await page.getByRole('button', { name: 'Put forward' }).click()
    await page.waitForSelector('.plan .tag.waiting')
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
    await actAs(page, 'demo-approver')
    await goTo(page, `${demo.kensho.url}/capacity/nat-osaka`, '.plan .tag.waiting')
    await page.getByRole('button', { name: /^Approve/ }).click()
    await page.waitForSelector('.plan .tag.approved')
    const said = await page.locator('.plan').innerText()
    expect(said).toContain('Makoto Takagi')
    expect(said).toContain('Rina Hayashi')
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each([
    [
      'en',
      {
        peak: 'What of a day counts',
        ranges: 'Ranges',
        why: 'Why',
        open: 'Open the design',
        add: 'Add a resource',
        shown: /its busy hour/,
        change: 'Change the resource',
      },
    ],
    [
      'ja',
      {
        peak: '一日の値',
        ranges: '範囲',
        why: '理由',
        open: '設計案を開く',
        add: '資源を加える',
        shown: /最繁時/,
        change: '資源を変える',
      },
    ],
  ] as const)(
    'change what of a day counts, and the ranges of a resource, as a design that another approves (%s)',
    async (language, words) => {
      const reader: Reader = { ...ENGLISH, language }
      const { page, context } = await open('/capacity/sim-numbers', '.capacity-facts', reader)
      await actAs(page, 'demo-designer')
      await goTo(page, `${demo.kensho.url}/capacity/sim-numbers`, '.resource-ranges')
      expect(await page.locator('.resource-ranges li').allInnerTexts()).toEqual([
        '001010000000000-001010000399999',
        '001010000500000-001010000699999',
      ])
      await page.getByRole('button', { name: words.change }).click()
      await page.getByLabel(words.peak, { exact: true }).selectOption('busy-hour')
      const ranges = page.getByLabel(words.ranges, { exact: true })
      await ranges.fill(`${await ranges.inputValue()}\n001010000600000-001010000699999`)
      await page.getByLabel(words.why, { exact: true }).fill('One block more')
      await page.getByRole('button', { name: words.open }).click()
      // Refused where it was typed, and no design stands half made.
      await expect
        .poll(() => page.locator('.sheet [role=alert]').innerText(), WAIT)
        .toContain('shares 001010000600000-001010000699999 with ranges[1] of the same resource')
      await ranges.fill(
        (await ranges.inputValue()).replace('600000-001010000699999', '800000-001010000899999'),
      )
      await page.getByRole('button', { name: words.open }).click()
      await page.waitForSelector('.design .done-steps li')
      const difference = await page.locator('.difference-lines li').allInnerTexts()
      expect(difference.join('\n')).toMatch(/resources sim-numbers peak: ― → busy-hour/)
      expect(difference.join('\n')).toMatch(/resources sim-numbers maximum: 600000 → 700000/)
      await context.close()
    },
  )

  it('become the estate once another has approved: then the resource shows what of a day counts', async () => {
    const { page, context } = await open('/capacity/sim-numbers?form=resource', '.capacity-facts')
    await actAs(page, 'demo-designer')
    await goTo(page, `${demo.kensho.url}/capacity?form=resource`, '.sheet')
    await page.getByLabel('Identifier').fill('v6-pool')
    await page.getByLabel('Unit', { exact: true }).fill('prefixes')
    await page.getByLabel('Ranges', { exact: true }).fill('2001:db8::/40 in /56')
    await page.getByLabel('Reserve', { exact: true }).fill('536')
    await page.getByLabel('What of a day counts', { exact: true }).selectOption('p95')
    await page.getByLabel('Why', { exact: true }).fill('IPv6 for every subscriber')
    await page.getByRole('button', { name: 'Open the design' }).click()
    await page.waitForSelector('.design .done-steps li')
    const id = new URL(page.url()).searchParams.get('draft') ?? ''
    const post = (verb: string, body: object) =>
      page.evaluate(
        async ([address, sent]) => {
          const answer = await fetch(address!, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: sent!,
          })
          return [answer.status, await answer.text()] as const
        },
        [`/api/redundancy/drafts/${id}/${verb}`, JSON.stringify(body)],
      )
    const [status, said] = await post('submit', { head: 1 })
    expect([status, said]).toEqual([200, said])
    await actAs(page, 'demo-approver')
    const { digest } = JSON.parse(said) as { digest: string }
    expect((await post('approve', { digest, intent: 'approve' }))[0]).toBe(200)
    await actAs(page, 'demo-designer')
    expect((await post('apply', {}))[0]).toBe(200)
    await goTo(page, `${demo.kensho.url}/capacity/v6-pool`, '.capacity-facts')
    const facts = await page.locator('.capacity-facts').innerText()
    expect(facts).toMatch(/65,536 prefixes, counted from 1 range/)
    expect(facts).toMatch(/Usable\s+65,000 prefixes/)
    expect(facts).toMatch(/What of a day counts\s+95th percentile/)
    await context.close()
  })

  it('answer for a resource that is not there, and point from anything at fault to where it is shown', async () => {
    const { page, context } = await open('/capacity?object=nat-osaka', '.chain')
    expect(new URL(page.url()).pathname).toBe('/capacity/nat-osaka')
    await goTo(page, `${demo.kensho.url}/capacity?object=trunk-1-link`, '.load-bars')
    expect(new URL(page.url()).searchParams.get('find')).toBe('trunk-1-link')
    expect(await page.locator('tbody tr').count()).toBe(2)
    await goTo(page, `${demo.kensho.url}/capacity/no-such-thing`, 'main h1')
    expect(await page.locator('main').innerText()).toContain('no-such-thing')
    await context.close()
  })
})

describe.skipIf(executable === undefined)(
  '2.2 of an empty installation (skipped where there is no Chromium)',
  () => {
    it('says what to write and how to send it', async () => {
      const [kensho, browser] = await Promise.all([
        startKensho({ seed: 'empty' }),
        launchChromium(executable ?? ''),
      ])
      try {
        const { page, context } = await openAs(
          browser,
          ENGLISH,
          `${kensho.url}/capacity`,
          '.capacity-none',
          kensho.headers,
        )
        expect(await page.locator('.capacity-none').innerText()).toContain('bin/kensho apply')
        expect((await audit(page)).findings).toEqual([])
        await goTo(page, `${kensho.url}/surviving-load`, '.capacity-none')
        expect(await page.locator('.capacity-none').innerText()).toContain('demands:')
        expect((await audit(page)).findings).toEqual([])
        await context.close()
      } finally {
        await browser.close()
        await kensho.stop()
      }
    }, 240_000)
  },
)

/** In the demo a visitor acts as anybody. */
async function actAs(page: Page, person: string): Promise<void> {
  const status = await page.evaluate(async (who) => {
    const answer = await fetch('/api/people/act-as', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person: who }),
    })
    return answer.status
  }, person)
  expect(status).toBe(200)
}

async function kept(page: Page, name: string, { language, theme, width }: Reader): Promise<void> {
  if (PICTURES === undefined) return
  mkdirSync(PICTURES, { recursive: true })
  const file = path.join(PICTURES, `capacity-${name}-${language}-${theme}-${width}.png`)
  await page.screenshot({ path: file, fullPage: true })
}
