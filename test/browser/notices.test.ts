import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, EVERY_READER, type Reader } from './chromium.ts'

const executable = chromiumPath()
const JAPANESE: Reader = { language: 'ja', theme: 'light', width: 1440 }
const DAY_MS = 86_400_000

/** Three in the morning in Tokyo, ten days from now. */
const NIGHT_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS + 10 * DAY_MS + 18 * 3_600_000
const at = (hours: number): string => new Date(NIGHT_MS + hours * 3_600_000).toISOString()

/** A mail of which nobody knows which of its numbers is the month, of a sender who cannot be proven. */
const VAGUE = [
  'From: noc@kaigan.example',
  'Message-ID: <vague-1@kaigan.example>',
  `Date: ${new Date(Date.now() - 3_600_000).toUTCString().replace('GMT', '+0000')}`,
  'Subject: Planned maintenance KD-4711',
  '',
  'Maintenance ID: KD-4711',
  'Start: 03/04/2027 01:00 UTC',
  'End: 03/04/2027 05:00 UTC',
  'Circuit ID: KD-7702',
  '',
].join('\r\n')

describe.skipIf(executable === undefined)('maintenances (skipped where there is no Chromium)', () => {
  let browser: Browser
  let kensho: Running
  let mail: string
  beforeAll(async () => {
    ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
    await planned('WORK-1', 'ims-1', 0, 3)
    await planned('WORK-2', 'ims-2', 1, 4)
    mail = await handedIn(VAGUE)
  })
  afterAll(async () => {
    await browser?.close()
    await kensho?.stop()
  })

  async function planned(id: string, circuit: string, from: number, until: number): Promise<void> {
    const response = await fetch(`${kensho.url}/api/maintenance/own`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: kensho.url },
      body: JSON.stringify({
        id,
        title: { ja: `回線 ${circuit} の張り替え`, en: `New cable for ${circuit}` },
        status: 'CONFIRMED',
        windows: [{ start: at(from), end: at(until), backup: false }],
        objects: [{ id: circuit, said: circuit, impact: 'OUTAGE' }],
      }),
    })
    expect(response.status, await response.text()).toBe(201)
  }

  async function handedIn(text: string): Promise<string> {
    const response = await fetch(`${kensho.url}/api/maintenance/mails`, {
      method: 'POST',
      headers: { 'content-type': 'message/rfc822', origin: kensho.url },
      body: text,
    })
    const body = await response.text()
    expect(response.status, body).toBe(202)
    const { sha256 } = JSON.parse(body) as { sha256: string }
    const readBy = Date.now() + 60_000
    for (;;) {
      const answer = await fetch(`${kensho.url}/api/maintenance/mails/${sha256}`)
      const { read } = (await answer.json()) as { read: boolean }
      if (read) return sha256
      expect(Date.now(), 'the mail is not read').toBeLessThan(readBy)
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }

  it('shows when the voice service loses its redundancy, when it goes down, and by what', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      JAPANESE,
      `${kensho.url}/maintenance`,
      '.day-loss',
    )
    const lines = await page.locator('.day .losses li').allInnerTexts()
    const voice = lines.filter((line) => line.includes('音声'))
    expect(voice.some((line) => line.includes('停止'))).toBe(true)
    expect(voice.some((line) => line.includes('冗長喪失'))).toBe(true)
    expect(await page.locator('.overview svg').getAttribute('aria-label')).toContain('失われる日')
    await page.locator('.day-work a', { hasText: 'WORK-1' }).first().click()
    await page.waitForSelector('.letters')
    await page.waitForSelector('.story .losses')
    expect(await page.locator('.story').innerText()).toContain('回線 ims-1 の張り替え')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('puts the readings of a vague mail side by side, marks what they rest on, and decides in one click', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      { language: 'en', theme: 'light', width: 1440 },
      `${kensho.url}/maintenance?view=inbox`,
      '.mail-list a',
    )
    const vague = page.locator('.mail-list li', { hasText: 'KD-4711' })
    expect(await vague.locator('.mail-state').innerText()).toContain('Needs review')
    await page.keyboard.press('Tab')
    await vague.getByRole('link').focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('.choice')
    expect(await page.locator('.choice').count()).toBeGreaterThan(1)
    const marked = await page.locator('.letter mark').allInnerTexts()
    expect(marked).toEqual(expect.arrayContaining(['KD-4711', '01:00', 'KD-7702']))
    const second = page.locator('.choice').nth(1)
    const window = await second.locator('.window-list').innerText()
    await second.getByRole('button', { name: 'Decide for this' }).click()
    await expect.poll(() => page.locator('.mail-state').innerText(), { timeout: 20_000 }).toContain('Decided')
    expect(await page.locator('.reading').innerText()).toContain('Chosen after looking at the mail.')
    await page.locator('.reading dd a').click()
    await page.waitForSelector('.story dl')
    expect(await page.locator('.story .window-list').innerText()).toBe(window)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('puts a change of the register forward by keyboard, shows that it waits, and keeps the table as CSV', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      { language: 'en', theme: 'light', width: 1440 },
      `${kensho.url}/maintenance?view=register`,
      '.register table',
    )
    expect(await page.locator('.rail a[aria-current]').innerText()).toContain('Works')
    const kept = page.waitForEvent('download')
    await page.getByRole('button', { name: /CSV/ }).click()
    expect((await kept).suggestedFilename()).toBe('external-lines.csv')
    await page.locator('.register td a').first().focus()
    await page.keyboard.press('Enter')
    await page.waitForSelector('#entry-title')
    await page.getByRole('link', { name: 'Change', exact: true }).press('Enter')
    await page.getByLabel('Alarm after days of silence').fill('45')
    await page.getByLabel('Contacts').fill('nobody noc@carrier-a.example')
    await page.getByRole('button', { name: 'Put forward' }).press('Enter')
    await expect.poll(() => page.locator('.sheet [role=alert]').innerText()).toContain('is no contact')
    await page.getByLabel('Contacts').fill('notices noc@carrier-a.example')
    await page.getByRole('button', { name: 'Put forward' }).press('Enter')
    await page.waitForSelector('.register-waiting li')
    expect(await page.locator('.register-waiting li').innerText()).toContain('Change')
    await page.getByRole('button', { name: 'Take back' }).click()
    await expect.poll(() => page.locator('.register-waiting').count()).toBe(0)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('announces work of our own by a form, and shows it with what others are told', async () => {
    const { page, context, complaints } = await openAs(
      browser,
      { language: 'en', theme: 'light', width: 1440 },
      `${kensho.url}/maintenance?form=own`,
      '.sheet .moment',
    )
    await page.getByLabel('Id of the work').fill('WORK-3')
    await page.getByLabel('Name in Japanese').fill('幹線の点検')
    await page.getByLabel('Name in English').fill('Trunk inspection')
    await page.getByLabel('Ids of what it takes down').fill('ims-1')
    const times = page.getByLabel('time, 24 hours')
    await times.nth(0).fill('2:00')
    await times.nth(1).fill('1:00')
    await page.getByRole('button', { name: 'Announce', exact: true }).click()
    await expect.poll(() => page.locator('.sheet [role=alert]').innerText()).toContain('after it begins')
    await times.nth(1).fill('4:30')
    await page.getByRole('button', { name: 'Announce', exact: true }).click()
    const line = page.locator('.day-work li', { hasText: 'Own work WORK-3 Trunk inspection' })
    await expect.poll(() => line.innerText(), { timeout: 30_000 }).toContain('02:00–04:30')
    await line.getByRole('link').click()
    await page.waitForSelector('.letters')
    expect(complaints).toEqual([])
    await context.close()
  })

  it.each(EVERY_READER)(
    'has no finding of axe and is as wide as the screen: $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(browser, reader, `${kensho.url}/maintenance`, '.day')
      const screens = [
        { path: '/maintenance', until: '.day-loss' },
        { path: '/maintenance?view=inbox', until: '.mail-list' },
        { path: `/maintenance?mail=${mail}`, until: '.letter' },
        { path: '/maintenance?key=own%2FWORK-1', until: '.letters > :is(ol, .soft)' },
        { path: '/maintenance?from=2030-01-01', until: '.days .soft' },
        { path: '/maintenance?view=register', until: '.register table' },
        { path: '/maintenance?view=register&entry=carrier-a-notices', until: '.register dl' },
        { path: '/maintenance?view=register&form=add', until: '.register .sheet' },
        { path: '/maintenance?form=own', until: '.sheet .moment' },
      ]
      for (const screen of screens) {
        await goTo(page, kensho.url + screen.path, screen.until)
        const { findings, rulesPassed, nodesChecked } = await audit(page)
        expect(findings, screen.path).toEqual([])
        expect(rulesPassed, screen.path).toBeGreaterThan(12)
        expect(nodesChecked, screen.path).toBeGreaterThan(20)
        expect(await sideways(page), `${screen.path} is wider than the screen`).toBe(0)
        const folder = process.env['KENSHO_TEST_PICTURES']
        if (folder !== undefined)
          await page.screenshot({
            path: `${folder}/${screens.indexOf(screen)}-${reader.language}-${reader.theme}-${reader.width}.png`,
            fullPage: true,
          })
      }
      expect(complaints).toEqual([])
      await context.close()
    },
  )
})

async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
