import { describe, expect, it } from 'vitest'
import { audit, chromiumPath, goTo, openAs, FOUR_READERS, type Reader } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const OFFICE = 'The office that issues it'
const DAY_MS = 86_400_000

describe.skipIf(executable === undefined)(
  'the editions of the charter (skipped where there is no Chromium)',
  () => {
    const demo = demoInChromium(executable)
    const opened = async (person: string, path: string, until: string) => {
      const one = await openAs(demo.browser, ENGLISH, `${demo.kensho.url}/editions`, '.editions')
      await one.page.evaluate(async (id) => {
        await fetch('/api/people/act-as', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ person: id }),
        })
      }, person)
      await goTo(one.page, demo.kensho.url + path, until)
      return one
    }

    it('are worded, compared, worded anew, approved by another, and stand on the board from their day on', async () => {
      const author = await opened('demo-owner', '/', '.charter')
      const { page } = author
      await page.locator('.issued a').click()
      await page.locator('.nothing-there').waitFor()
      await page.getByRole('link', { name: 'Word a new edition' }).click()
      const sheet = page.locator('.sheet')
      expect(await sheet.getByLabel('Number of the edition').inputValue()).toBe('5')
      await sheet.getByLabel('In force from').fill(new Date(Date.now() - DAY_MS).toISOString().slice(0, 10))
      await sheet.getByLabel('Issuer', { exact: true }).selectOption('demo-approver')
      await sheet.getByLabel('Office of the issuer (English)').fill(OFFICE)
      await sheet.getByLabel('Preamble (English)').fill('One.\n\nTwo.')
      await sheet.getByRole('button', { name: 'Put forward for approval' }).click()
      expect(await sheet.locator('.form-problem').innerText()).toContain('They must be as many')
      await sheet.getByLabel('Preamble (Japanese)').fill('一つ。\n\n二つ。')
      await sheet.locator('summary', { hasText: '4.4' }).click()
      await sheet.getByLabel('4.4 Text (English)').fill('Erase, then discard.')
      await sheet.getByLabel('4.4 Text (Japanese)').fill('消してから捨てる。')
      await sheet.getByRole('button', { name: 'Put forward for approval' }).click()
      const entry = page.locator('.entry')
      await entry.waitFor()
      expect(await sheet.count()).toBe(0)
      await entry.getByRole('button', { name: 'Compared with the words of the product' }).click()
      await entry.locator('ins', { hasText: 'Erase, then discard.' }).waitFor()
      await entry.getByRole('button', { name: 'Read it whole' }).click()
      await entry.locator('.edition-clause', { hasText: 'Erase, then discard.' }).waitFor()
      // Only what is worded otherwise than the product does is kept.
      const kept = await page.evaluate(async () => {
        const answer = await fetch('/api/charter/editions/5/difference?from=0')
        return ((await answer.json()) as { clauses: { id: string }[] }).clauses.map(({ id }) => id)
      })
      expect(kept).toEqual(['4.4'])
      await entry.getByRole('link', { name: 'Word it anew' }).click()
      await sheet.getByLabel('Title (English)', { exact: true }).fill('Charter of quality')
      await sheet.getByRole('button', { name: 'Put forward for approval' }).click()
      await page.locator('.entry h3', { hasText: 'Charter of quality, edition 5' }).waitFor()
      expect(await page.getByRole('button', { name: 'Approve' }).isDisabled()).toBe(true)
      const approver = await opened('demo-approver', '/editions', '.approve-button')
      await approver.page.locator('.approve-button').click()
      await approver.page.locator('.standing-word.is-in-force').waitFor()
      await goTo(page, demo.kensho.url, '.charter')
      expect(await page.locator('h1').first().innerText()).toBe('Charter of quality')
      expect(await page.locator('.issued').innerText()).toContain(OFFICE)
      expect(await page.locator('.charter').innerText()).toContain('Erase, then discard.')
      expect([...author.complaints, ...approver.complaints]).toEqual([])
      await author.context.close()
      await approver.context.close()
    })

    it.each(FOUR_READERS)('are read by everybody: $language $theme $width', async (reader) => {
      const { page, context, complaints } = await openAs(
        demo.browser,
        reader,
        `${demo.kensho.url}/editions`,
        '.editions .entry',
      )
      for (const path of ['/editions', '/editions?form=new']) {
        await goTo(page, demo.kensho.url + path, path === '/editions' ? '.entry' : '.sheet details')
        const { findings, rulesPassed } = await audit(page)
        expect([path, findings]).toEqual([path, []])
        expect(rulesPassed).toBeGreaterThan(12)
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
        expect([path, wide <= 0]).toEqual([path, true])
      }
      expect(complaints).toEqual([])
      await context.close()
    })
  },
)
