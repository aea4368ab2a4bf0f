import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { audit, chromiumPath, launchChromium, openAs } from './chromium.ts'

const executable = chromiumPath()
const NODES = 1_200
const PICTURES = process.env['KENSHO_TEST_PICTURES']

/** A core of four in a ring, forty at it by two lines, the rest at those by one or two. */
function network() {
  const nodes = Array.from({ length: NODES }, (_, at) => ({ id: `n${at}` }))
  const link = (id: string, from: string, to: string) => ({ id, from, to })
  const links = nodes.flatMap(({ id }, at) => {
    if (at < 4) return [link(`c${at}`, id, `n${(at + 1) % 4}`)]
    if (at < 44) return [link(`a${at}`, id, `n${at % 4}`), link(`b${at}`, id, `n${(at + 1) % 4}`)]
    const up = 4 + ((at * 7) % 40)
    return [
      link(`u${at}`, id, `n${up}`),
      ...(at % 3 === 0 ? [link(`v${at}`, id, `n${4 + ((up + 1) % 40)}`)] : []),
    ]
  })
  return { nodes, links, services: [{ id: 'voice', from: ['n100'], to: ['n101'] }] }
}

describe.skipIf(executable === undefined)(
  'a network of more than a thousand nodes (skipped where there is no Chromium)',
  { timeout: 240_000 },
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-large-'))
    let browser: Browser
    let kensho: Running
    beforeAll(async () => {
      writeFileSync(path.join(folder, 'network.json'), JSON.stringify(network()))
      ;[kensho, browser] = await Promise.all([
        startKensho({ seed: 'empty', workspace: folder }),
        launchChromium(executable ?? ''),
      ])
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
      rmSync(folder, { recursive: true })
    })

    it('is drawn in layers, moved as it stands while it is dragged and zoomed, and picked where it is seen', async () => {
      const { page, context, complaints } = await openAs(
        browser,
        { language: 'en', theme: 'light', width: 1440 },
        `${kensho.url}/redundancy`,
        '.canvas svg .strokes path.between',
        kensho.headers,
      )
      const manners = page.locator('.manners button')
      expect(await manners.allInnerTexts()).toEqual(['Layers', 'Structure'])
      expect(await manners.first().getAttribute('aria-pressed')).toBe('true')
      const before = await placeOfFirst(page)
      const box = (await page.locator('.canvas').boundingBox())!
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
      await page.mouse.move(x, y)
      await page.mouse.down()
      await page.mouse.move(x + 40, y + 30, { steps: 4 })
      const during = await placeOfFirst(page)
      expect([Math.round(during.x - before.x), Math.round(during.y - before.y)]).toEqual([40, 30])
      await page.mouse.up()
      // Drawn anew where the reader stopped, nothing has moved.
      await expect.poll(() => transformOf(page), { timeout: 20_000 }).toBe('translate(0px, 0px) scale(1)')
      const after = await placeOfFirst(page)
      expect(Math.hypot(after.x - during.x, after.y - during.y)).toBeLessThan(1)
      await page.mouse.click(after.x, after.y)
      await page.waitForSelector('.replay')
      expect(await page.locator('.replay h2 .mono').innerText()).toMatch(/^n\d+$/)
      const { findings } = await audit(page)
      expect([findings, complaints]).toEqual([[], []])
      if (PICTURES !== undefined) await page.screenshot({ path: path.join(PICTURES, 'large-layers.png') })
      await manners.last().click()
      await page.waitForSelector('.manners button:last-child[aria-pressed=true]')
      await context.close()
    })
  },
)

/** Where on the screen the first node that lives stands. */
async function placeOfFirst(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const text = document.querySelector('.nodes.alive path')?.getAttribute('d') ?? ''
    const [, x = '0', y = '0'] = /M([-\d.]+) ([-\d.]+)h0/.exec(text) ?? []
    const group = document.querySelector<SVGGElement>('.strokes')
    const point = new DOMPoint(Number(x), Number(y)).matrixTransform(group?.getScreenCTM() ?? undefined)
    return { x: point.x, y: point.y }
  })
}

function transformOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector<SVGSVGElement>('.canvas svg')?.style.transform ?? '')
}
