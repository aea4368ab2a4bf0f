import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { audit, chromiumPath, goTo, openAs, EVERY_READER } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()
/** Pictures are kept where somebody asks for them. */
const PICTURES = process.env['KENSHO_TEST_PICTURES']

const WORDS = {
  ja: { empty: '空き', keep: 'CSV で保存' },
  en: { empty: 'Empty', keep: 'Save as CSV' },
}

describe.skipIf(executable === undefined)(
  'the matrix of clause 1 (skipped where there is no Chromium)',
  () => {
    const demo = demoInChromium(executable)

    it.each(EVERY_READER)(
      'shows every cell, the empty ones with mark and word: $language $theme $width',
      async (reader) => {
        const { page, context, complaints } = await openAs(
          demo.browser,
          reader,
          `${demo.kensho.url}/guidelines`,
          '.matrix .cell',
        )
        const cells = page.locator('.matrix .cell')
        expect(await cells.count()).toBe(20)
        const states = await cells.evaluateAll((all) =>
          all.map((one) => one.className.replace('cell cell-', '')),
        )
        const empty = states.filter((state) => state === 'empty').length
        const words = await page.locator('.cell-empty .cell-state').allInnerTexts()
        expect(words.map((word) => word.trim())).toEqual(
          Array.from({ length: empty }, () => WORDS[reader.language].empty),
        )
        expect(await page.locator('.cell-empty .cell-state svg.state-fail').count()).toBe(empty)
        let audited = 0
        for (const [name, address] of [
          ['matrix', '/guidelines'],
          ['cell', '/guidelines?cell=design.reliability'],
          ['empty-cell', '/guidelines?cell=design.safety'],
        ] as const) {
          await goTo(page, demo.kensho.url + address, name === 'matrix' ? '.matrix' : '.cell-detail')
          const { findings, rulesPassed } = await audit(page)
          expect([name, findings]).toEqual([name, []])
          expect(rulesPassed).toBeGreaterThan(10)
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect([name, wide <= 0]).toEqual([name, true])
          audited += 1
          if (PICTURES !== undefined) {
            mkdirSync(PICTURES, { recursive: true })
            const { language, theme, width } = reader
            await page.screenshot({
              path: path.join(PICTURES, `guidelines-${name}-${language}-${theme}-${width}.png`),
              fullPage: true,
            })
          }
        }
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: WORDS[reader.language].keep }).click(),
        ])
        const lines = readFileSync(await download.path(), 'utf8')
          .trim()
          .split('\r\n')
        expect(lines).toHaveLength(21)
        expect([audited, complaints]).toEqual([3, []])
        await context.close()
      },
    )
  },
)
