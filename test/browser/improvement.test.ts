import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, launchChromium, goTo, openAs, FOUR_READERS, type Reader } from './chromium.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }

describe.skipIf(executable === undefined)(
  'the pages of improvement (skipped where there is no Chromium)',
  () => {
    let browser: Browser
    let kensho: Running
    let action = ''
    beforeAll(async () => {
      ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
    })

    it('a finding becomes an action, is reported as done, and its owner is told that another has to verify it', async () => {
      const { page, context } = await openAs(browser, ENGLISH, `${kensho.url}/improvement`, '.improvement h2')
      const seen = { clause: '4.4', objects: ['disk-7'], because: 'It stood unlocked in the corridor.' }
      const opened = await page.request.post(`${kensho.url}/api/improvement/findings`, {
        data: seen,
        headers: { origin: kensho.url },
      })
      expect(opened.status()).toBe(201)
      const { id } = (await opened.json()) as { id: string }
      await goTo(page, `${kensho.url}/improvement?finding=${id}`, '.chosen')
      await page.getByLabel('What is to be done').fill('Lock it away.')
      await page.getByLabel('Owner').selectOption('demo-owner')
      await page.getByLabel('Due').fill('2030-01-31')
      await page.getByRole('button', { name: 'Plan', exact: true }).click()
      await page.getByRole('link', { name: 'Lock it away.' }).click()
      await page.waitForSelector('.history li')
      expect(await page.locator('.chosen').innerText()).toContain('31 January 2030')
      action = new URL(page.url()).searchParams.get('action') ?? ''
      await page.getByLabel('What was done').fill('Locked.')
      await page.getByRole('button', { name: 'Report as done' }).click()
      await page.getByRole('button', { name: 'Verified as done' }).waitFor()
      await page.getByLabel('Remark').fill('I saw it.')
      await page.getByRole('button', { name: 'Verified as done' }).click()
      await page.getByText('You own this action or carried it out, so another has to check it.').waitFor()
      expect(await page.locator('.history li').count()).toBe(2)
      await context.close()
    })

    it('a review is held and recorded, and waits for the executive who was named', async () => {
      const { page, context } = await openAs(
        browser,
        ENGLISH,
        `${kensho.url}/improvement/reviews`,
        '.verb summary',
      )
      await page.getByText('Hold a review').click()
      await page.getByLabel('Date').fill('2026-11-20')
      await page.getByLabel('Makoto Takagi').check()
      await page.getByLabel('The executive who approves').selectOption('demo-approver')
      await page.getByRole('button', { name: 'Hold it' }).click()
      await page.waitForSelector('.review')
      await page.getByLabel('Minutes').fill('Everything was read.')
      await page.getByRole('button', { name: 'Record', exact: true }).click()
      await page.getByText('Waits for approval').waitFor()
      await page.getByRole('button', { name: 'Approve' }).click()
      await page.getByText('you cannot approve it').waitFor()
      expect(await page.locator('.review code').first().innerText()).toMatch(/^[0-9a-f]{64}$/)
      await context.close()
    })

    it.each(FOUR_READERS)(
      'has no finding of axe and is as wide as the screen: $language $theme $width',
      async (reader) => {
        const { page, context, complaints } = await openAs(
          browser,
          reader,
          `${kensho.url}/improvement`,
          '.improvement table',
        )
        const pages = [
          ['actions', `/improvement?action=${action}`, '.history li'],
          ['reviews', '/improvement/reviews', '.review'],
          ['adoption', '/improvement/adoption', '.burn-down svg'],
        ] as const
        for (const [name, address, until] of pages) {
          await goTo(page, kensho.url + address, until)
          const { findings, rulesPassed } = await audit(page)
          expect([name, findings]).toEqual([name, []])
          expect(rulesPassed).toBeGreaterThan(10)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect([name, wide <= 0]).toEqual([name, true])
          if (PICTURES !== undefined) {
            mkdirSync(PICTURES, { recursive: true })
            const { language, theme, width } = reader
            const file = `improvement-${name}-${language}-${theme}-${width}.png`
            await page.screenshot({ path: path.join(PICTURES, file), fullPage: true })
          }
        }
        expect([pages.length, complaints]).toEqual([3, []])
        await context.close()
      },
    )
  },
)
