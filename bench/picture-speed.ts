/**
 * The network as a picture, at thousands of elements, in a real browser: frames while it is dragged, zoomed and pointed
 * at, how long a chosen failure takes until it is painted, and every task that held the page for more than 50 ms.
 * Usage: node bench/picture-speed.ts [NODES…]   (2000 5000 by itself)
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { uniformFrom } from '../src/platform/random.ts'
import { chromiumPath, launchChromium, openAs } from '../test/browser/chromium.ts'
import { startKensho } from '../test/story/running.ts'
import { declaredNetwork, multiTier } from './survivability-networks.ts'

const VIEWS = ['map', 'layers', 'spread'] as const
const MOVES = 90
const DRAWN_MS_MAX = 180_000

const sizes = process.argv.slice(2).map(Number)
const executable = chromiumPath()
if (executable === undefined) throw new Error('expected a Chromium')
async function measure(nodes: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-picture-'))
  const links = Math.round(1.5 * nodes)
  writeFileSync(path.join(folder, 'network.json'), JSON.stringify(placed(nodes, links)))
  const kensho = await startKensho({ seed: 'empty', workspace: folder })
  const browser = await launchChromium(executable!)
  try {
    const reader = { language: 'en', theme: 'light', width: 1440 } as const
    for (const view of VIEWS) {
      const address = `${kensho.url}/redundancy?view=${view}`
      const { page, context } = await openAs(
        browser,
        reader,
        `${kensho.url}/capacity`,
        'main',
        kensho.headers,
      )
      await page.addInitScript(WATCH)
      const startedMs = Date.now()
      await page.goto(address)
      await page.waitForSelector('.canvas svg .strokes', { timeout: DRAWN_MS_MAX })
      const drawnMs = Date.now() - startedMs
      const done = [
        `${nodes} nodes, ${links} links, ${view}: drawn after ${(drawnMs / 1000).toFixed(1)} s`,
        `drag ${told(await watched(page, () => drag(page)))}`,
        `zoom ${told(await watched(page, () => zoom(page)))}`,
        `drag near ${told(await watched(page, () => drag(page)))}`,
        `point ${told(await watched(page, () => point(page)))}`,
        `pick ${told(await watched(page, () => pick(page)))}`,
      ]
      console.log(done.join('\n  '))
      await context.close()
    }
  } finally {
    await browser.close()
    await kensho.stop()
    rmSync(folder, { recursive: true })
  }
}

/** Nodes at places in Japan, eight to a site. */
function placed(nodes: number, links: number) {
  const random = uniformFrom(5)
  const network = declaredNetwork(
    multiTier(nodes, links, 7),
    Math.round(nodes / 20),
    Math.round(nodes / 20),
    3,
  )
  const sites = Array.from({ length: Math.ceil(nodes / 8) }, () => ({
    longitude: 130 + 14 * random(),
    latitude: 31.5 + 13 * random(),
  }))
  network.nodes = network.nodes.map((node, at) => {
    const place = sites[at >> 3]!
    const near = () => 0.02 * (random() - 0.5)
    return {
      ...node,
      site: `site-${at >> 3}`,
      position: { longitude: place.longitude + near(), latitude: place.latitude + near() },
    }
  })
  network.risks.push(...sites.map((_place, at) => ({ id: `site-${at}`, kind: 'site', rides_on: [] })))
  return {
    nodes: network.nodes,
    links: network.links,
    risks: network.risks,
    services: network.services,
  }
}

/** In the page: times of frames, long tasks and interactions, from the last call of `begin`. */
const WATCH = `(() => {
  const seen = { frames: [], tasks: [], interactions: [] }
  window.watch = seen
  new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map((one) => one.duration))).observe({ type: 'longtask' })
  new PerformanceObserver((list) => seen.interactions.push(...list.getEntries().map((one) => one.duration)))
    .observe({ type: 'event', durationThreshold: 16 })
  const frame = (at) => { seen.frames.push(at); requestAnimationFrame(frame) }
  requestAnimationFrame(frame)
})()`

type Seen = { frames: number[]; tasks: number[]; interactions: number[] }

async function watched(page: Page, work: () => Promise<void>): Promise<Seen> {
  await page.waitForTimeout(600)
  await page.evaluate('for (const list of Object.values(watch)) list.length = 0')
  await work()
  await page.waitForTimeout(300)
  return page.evaluate<Seen>('watch')
}

function told({ frames, tasks, interactions }: Seen): string {
  const gaps = frames
    .slice(1)
    .map((at, step) => at - frames[step]!)
    .toSorted((a, b) => a - b)
  const rate = (1000 * gaps.length) / gaps.reduce((sum, gap) => sum + gap, 0)
  const most = (list: readonly number[]): string => `${Math.round(Math.max(0, ...list))} ms`
  return `${rate.toFixed(0)} frames/s, slowest frame ${most(gaps)}, ${tasks.length} tasks over 50 ms (worst ${most(tasks)}), worst interaction ${most(interactions)}`
}

async function middle(page: Page): Promise<{ x: number; y: number }> {
  const box = (await page.locator('.canvas').boundingBox())!
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

async function drag(page: Page): Promise<void> {
  const { x, y } = await middle(page)
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 1; step <= MOVES; step += 1) {
    await page.mouse.move(x + 120 * Math.sin(step / 12), y + 60 * Math.sin(step / 7))
    await page.waitForTimeout(8)
  }
  await page.mouse.up()
}

async function zoom(page: Page): Promise<void> {
  const { x, y } = await middle(page)
  await page.mouse.move(x, y)
  await page.keyboard.down('Control')
  for (let step = 1; step <= MOVES; step += 1) {
    await page.mouse.wheel(0, step % 30 < 20 ? -30 : 20)
    await page.waitForTimeout(8)
  }
  await page.keyboard.up('Control')
}

async function point(page: Page): Promise<void> {
  const { x, y } = await middle(page)
  for (let step = 1; step <= MOVES; step += 1) {
    await page.mouse.move(x + 200 * Math.sin(step / 12), y + 100 * Math.sin(step / 5))
    await page.waitForTimeout(8)
  }
}

/** By key: the next single point fails, ten times, and then nothing does again. */
async function pick(page: Page): Promise<void> {
  for (let times = 0; times < 10; times += 1) {
    await page.keyboard.press('j')
    await page.waitForTimeout(400)
  }
  await page.keyboard.press('Escape')
}

for (const nodes of sizes.length > 0 ? sizes : [2_000, 5_000]) await measure(nodes)
