import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { extractText } from 'unpdf'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, goTo, launchChromium, openAs, FOUR_READERS, type Reader } from './chromium.ts'

const executable = chromiumPath()
/** A real backbone (SNDlib's Abilene as TopoHub has it), kept beside the project. */
const ABILENE = path.resolve(import.meta.dirname, '../../../shared/data/networks/topohub-sndlib/abilene.json')
const JAPANESE: Reader = { language: 'ja', theme: 'light', width: 1440 }
/** Each language, theme and width once more. */
const WAIT = { timeout: 20_000 }

describe.skipIf(executable === undefined || !existsSync(ABILENE))(
  'the design review of a real network (skipped where there is no Chromium, or no ../shared)',
  { timeout: 240_000 },
  () => {
    let browser: Browser
    let kensho: Running
    let design = ''
    beforeAll(async () => {
      ;[kensho, browser] = await Promise.all([startKensho(), launchChromium(executable ?? '')])
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
    })

    it('goes from import to an approved design that is the estate then', async () => {
      const { page, context, complaints } = await openAs(
        browser,
        JAPANESE,
        `${kensho.url}/estate`,
        '.estate tbody tr',
      )
      await page.locator('input[type=file]').first().setInputFiles([ABILENE])
      await page.getByRole('button', { name: 'この内容に入れ替える' }).click()
      await page.waitForFunction(() => document.querySelectorAll('.estate-difference').length === 0)
      await actAs(page, 'demo-designer')
      await goTo(page, `${kensho.url}/redundancy`, '.canvas svg')
      await page.getByRole('link', { name: /^設計案/ }).click()
      await page.getByLabel('題', { exact: true }).fill('アトランタの枝をつなぐ')
      await page.getByLabel('理由').fill('枝の先の拠点が一本の回線に頼っている。')
      await page.getByRole('button', { name: '始める', exact: true }).click()
      await page.waitForSelector('.design .canvas svg')
      design = new URL(page.url()).searchParams.get('draft') ?? ''
      await draws(page)
      await page.getByLabel('審査する人へ').fill('助言どおりの一本です。')
      await page.getByRole('button', { name: '審査を求める' }).click()
      await page.getByText('承認を待っています。', { exact: false }).first().waitFor()
      expect(await page.locator('.approve-here button').isDisabled()).toBe(true)
      await actAs(page, 'demo-approver')
      await approves(page)
      await actAs(page, 'demo-designer')
      await goTo(page, `${kensho.url}/redundancy/drafts?draft=${design}`, '.design .seal')
      await page.getByRole('button', { name: '現状に反映する' }).click()
      await expect.poll(() => page.locator('.page-head .standing-word').innerText(), WAIT).toBe('反映済み')
      await goTo(page, `${kensho.url}/redundancy`, '.services li')
      expect(await page.locator('.services li .service-name span').allInnerTexts()).toEqual(['適合'])
      // Two refusals in words were asked for: an end that is no node, and a negative capacity.
      expect(complaints.map((said) => /status of (\d+)/.exec(said)?.[1] ?? said)).toEqual(['400', '400'])
      await context.close()
    })

    /** By the form, undone and done again, a bad value refused in words, then by the advice. */
    async function draws(page: Page): Promise<void> {
      const count = () => page.locator('.points-count').innerText()
      expect(await count()).toMatch(/^単一障害点 2 件のまま/)
      await page
        .getByRole('group', { name: '加える' })
        .getByRole('button', { name: '回線', exact: true })
        .click()
      const form = page.getByRole('form', { name: '加える: 回線' })
      await form.getByLabel('識別子').fill('new-1')
      await form.getByLabel('一方の端').fill('0')
      await form.getByLabel('他方の端').fill('no-such-node')
      await form.getByRole('button', { name: '設計に加える' }).click()
      await expect.poll(() => form.getByRole('alert').innerText(), WAIT).toContain('no-such-node')
      await form.getByLabel('他方の端').fill('7')
      await form.getByLabel('容量').fill('-5')
      await form.getByRole('button', { name: '設計に加える' }).click()
      await expect.poll(() => form.getByRole('alert').innerText(), WAIT).toContain('-5')
      await form.getByLabel('容量').fill('10000')
      await form.getByRole('button', { name: '設計に加える' }).click()
      await expect.poll(() => page.locator('.done-steps li').count(), WAIT).toBe(1)
      expect(await page.locator('.links.added').first().getAttribute('d')).not.toBe('')
      await page.getByRole('button', { name: '元に戻す' }).click()
      await expect.poll(() => page.locator('.done-steps li.undone').count(), WAIT).toBe(1)
      expect(await page.locator('.canvas .links.added').getAttribute('d')).toBe('')
      await page.getByRole('button', { name: 'やり直す' }).click()
      await expect.poll(() => page.locator('.done-steps li.undone').count(), WAIT).toBe(0)
      await page.getByRole('button', { name: '元に戻す' }).click()
      await expect.poll(() => page.locator('.done-steps li.undone').count(), WAIT).toBe(1)
      await page.getByRole('button', { name: '設計に取り込む' }).first().click()
      await expect.poll(count, WAIT).toMatch(/^単一障害点 2 件 → 0 件/)
      expect(await page.locator('.services .turn').allInnerTexts()).toEqual(['不適合 → 適合'])
    }

    async function approves(page: Page): Promise<void> {
      await goTo(page, `${kensho.url}/approvals`, '.approval')
      const waiting = page.locator('.approval', { hasText: 'アトランタの枝をつなぐ' })
      expect(await waiting.innerText()).toContain('第1版')
      await expect.poll(() => waiting.locator('dl.content').first().innerText(), WAIT).toContain('documents')
      await waiting.locator('.approve-button').click()
      await page.waitForSelector('.approval.sealed')
    }

    it('hands out the review pack in both languages', async () => {
      for (const [lang, says] of [
        ['ja', '設計審査資料'],
        ['en', 'Design review pack'],
      ] as const) {
        const response = await fetch(
          `${kensho.url}/api/redundancy/drafts/${design}/pack?lang=${lang}&version=1`,
        )
        expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/pdf'])
        const { text } = await extractText(new Uint8Array(await response.arrayBuffer()), { mergePages: true })
        expect(text.replaceAll(/\s+/g, '')).toContain(says.replaceAll(' ', ''))
      }
    })

    it('reads in both languages, both themes, wide and narrow, without findings of axe', async () => {
      const pages = [
        ['/redundancy/drafts', '.designs table'],
        [`/redundancy/drafts?draft=${design}`, '.design .canvas svg'],
        [`/redundancy/drafts?draft=${await openedByOwner()}&add=links`, '.design form.sheet'],
      ] as const
      let checked = 0
      for (const reader of FOUR_READERS) {
        const { page, context, complaints } = await openAs(
          browser,
          reader,
          kensho.url + pages[0][0],
          pages[0][1],
        )
        for (const [address, until] of pages) {
          await goTo(page, kensho.url + address, until)
          const { findings, rulesPassed } = await audit(page)
          expect({ address, reader, findings }).toEqual({ address, reader, findings: [] })
          expect(rulesPassed).toBeGreaterThan(10)
          const overflow = await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          )
          expect({ address, reader, overflow }).toEqual({ address, reader, overflow: 0 })
          checked += 1
        }
        expect(complaints).toEqual([])
        await context.close()
      }
      expect(checked).toBe(FOUR_READERS.length * pages.length)
    })

    async function openedByOwner(): Promise<string> {
      const response = await fetch(`${kensho.url}/api/redundancy/drafts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: kensho.url },
        body: JSON.stringify({ title: 'Another one' }),
      })
      return ((await response.json()) as { id: string }).id
    }
  },
)

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
