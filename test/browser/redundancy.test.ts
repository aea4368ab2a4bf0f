import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { chromiumPath, goTo, launchChromium, openAs, type Reader } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()
const ENGLISH: Reader = { language: 'en', theme: 'light', width: 1440 }
const PANEL = 'tokyo2-panel-b'

describe.skipIf(executable === undefined)('the page of 2.1 (skipped where there is no Chromium)', () => {
  const demo = demoInChromium(executable)
  const open = (query = '', reader = ENGLISH) =>
    openAs(demo.browser, reader, `${demo.kensho.url}/redundancy${query}`, '.canvas svg')

  it('shows every service with its verdict, worst first, and leads from one to what stops it', async () => {
    const { page, context, complaints } = await open()
    const states = await page.locator('.services li .service-name span').allInnerTexts()
    expect(states).toHaveLength(6)
    expect(states[0]).toBe('Fails')
    expect(states.toSorted((a, b) => rank(a) - rank(b))).toEqual(states)
    await page.locator('.services li').first().locator('.points a').first().click()
    await page.waitForSelector('.replay')
    expect(new URL(page.url()).searchParams.get('fail')).toBe(PANEL)
    expect(await page.locator('.replay .stops li').count()).toBe(1)
    expect(complaints).toEqual([])
    await context.close()
  })

  it('replays a failure step by step: the picture loses what dies, the end names who is lost', async () => {
    const { page, context } = await open(`?fail=${PANEL}`)
    const steps = await page.locator('.steps li').count()
    expect(steps).toBeGreaterThanOrEqual(3)
    expect(await page.locator('.signs .lost circle').count()).toBeGreaterThan(0)
    const dead = () => page.locator('.nodes.dead path').first().getAttribute('d')
    const atEnd = await dead()
    expect((atEnd ?? '').match(/h0/g)).toHaveLength(2)
    for (let step = steps; step > 1; step--) await page.getByRole('button', { name: 'Step back' }).click()
    expect(await page.locator('.stepper [role=status]').innerText()).toBe(`step 1 of ${steps}`)
    expect(await dead()).toBe('')
    expect(await page.locator('.canvas .signs .lost').count()).toBe(0)
    await page.locator('.steps li button').nth(1).click()
    expect((await dead())?.match(/h0/g)).toHaveLength(2)
    expect(await page.getByRole('button', { name: 'Step back' }).isEnabled()).toBe(true)
    await page.getByRole('link', { name: 'Back to the steady state' }).click()
    await page.waitForSelector('.services')
    expect(new URL(page.url()).searchParams.has('fail')).toBe(false)
    await page.goBack()
    await page.waitForSelector('.replay')
    await context.close()
  })

  it('lets any thing fail from the picture, and says when nothing stops', async () => {
    const { page, context } = await open()
    const at = await page.evaluate(() => {
      const path = document.querySelector('.nodes.alive path')?.getAttribute('d') ?? ''
      const [, x = '0', y = '0'] = /M([-\d.]+) ([-\d.]+)h0/.exec(path) ?? []
      const group = document.querySelector<SVGGElement>('.strokes')
      const point = new DOMPoint(Number(x), Number(y)).matrixTransform(group?.getScreenCTM() ?? undefined)
      return { x: point.x, y: point.y }
    })
    await page.mouse.click(at.x, at.y)
    await page.waitForSelector('.replay')
    expect(await page.locator('.replay h2 .mono').innerText()).toMatch(/^(osaka1|tokyo2)-/)
    expect(await page.locator('.none-stops').innerText()).toBe('No service stops')
    expect(await page.locator('figcaption').innerText()).toContain('no service stops for this alone')
    await page.keyboard.press('Escape')
    await page.waitForSelector('.services')
    await context.close()
  })

  it('is worked by keyboard: j and k through single points, h and l through steps, arrows and signs in the picture', async () => {
    const { page, context } = await open()
    await page.keyboard.press('j')
    await page.waitForSelector('.replay')
    expect(new URL(page.url()).searchParams.get('fail')).toBe(PANEL)
    const last = await page.locator('.stepper [role=status]').innerText()
    await page.keyboard.press('h')
    expect(await page.locator('.stepper [role=status]').innerText()).not.toBe(last)
    await page.keyboard.press('l')
    expect(await page.locator('.stepper [role=status]').innerText()).toBe(last)
    await page.locator('.canvas').focus()
    const view = () => page.locator('.strokes').getAttribute('transform')
    const whole = await view()
    await page.keyboard.press('+')
    const near = await view()
    expect(near).not.toBe(whole)
    await page.keyboard.press('ArrowLeft')
    expect(await view()).not.toBe(near)
    await page.keyboard.press('0')
    expect(await view()).toBe(whole)
    await context.close()
  })

  it('pans by drag and zooms by wheel with Ctrl, and leaves the plain wheel to the page', async () => {
    const { page, context } = await open()
    const view = () => page.locator('.strokes').getAttribute('transform')
    const box = await page.locator('.canvas').boundingBox()
    const [x, y] = [(box?.x ?? 0) + 30, (box?.y ?? 0) + 500]
    const whole = await view()
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 80, y - 40, { steps: 4 })
    await page.mouse.up()
    expect(await view()).not.toBe(whole)
    expect(new URL(page.url()).searchParams.has('fail')).toBe(false)
    await page.getByRole('button', { name: 'See all' }).click()
    expect(await view()).toBe(whole)
    await page.evaluate(() => (document.activeElement as HTMLElement).blur())
    await page.mouse.wheel(0, 120)
    await page.waitForTimeout(150)
    expect(await view()).toBe(whole)
    await page.keyboard.down('Control')
    await page.mouse.wheel(0, -240)
    await page.keyboard.up('Control')
    await expect.poll(view).not.toBe(whole)
    await context.close()
  })

  it('draws layers in a worker under our own content security policy', async () => {
    const { page, context, complaints } = await open()
    await page.getByRole('button', { name: 'Layers' }).click()
    await page.waitForSelector('.canvas svg:not(:has(.graticule))', { timeout: 60_000 })
    expect(await page.locator('.plate').count()).toBeGreaterThanOrEqual(2)
    expect(new URL(page.url()).searchParams.get('view')).toBe('layers')
    expect(complaints).toEqual([])
    await context.close()
  })

  it('keeps a table behind the picture: searched, sorted, kept as CSV in both languages', async () => {
    const { page, context } = await open('?table=nodes')
    const rows = page.locator('tbody tr')
    expect(await rows.count()).toBe(25)
    await page.getByRole('searchbox').fill('core switch')
    await expect.poll(() => rows.count()).toBe(4)
    expect(new URL(page.url()).searchParams.get('find')).toBe('core switch')
    const header = page.getByRole('columnheader', { name: /Identifier/ })
    await header.getByRole('button').click()
    await header.getByRole('button').click()
    expect(await header.getAttribute('aria-sort')).toBe('descending')
    const ids = await page.locator('tbody td.id').allInnerTexts()
    expect(ids).toEqual(ids.toSorted().toReversed())
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as CSV' }).click(),
    ])
    const text = readFileSync(await download.path(), 'utf8')
    expect(download.suggestedFilename()).toBe('kensho-2.1-nodes.csv')
    expect(text.charCodeAt(0)).toBe(0xfeff)
    expect(text.trim().split('\r\n')).toHaveLength(5)
    await page.getByRole('button', { name: /^Risks and groups/ }).click()
    await page.getByRole('searchbox').fill(PANEL)
    await expect.poll(() => rows.count()).toBe(1)
    await rows.first().getByRole('link').click()
    await page.waitForSelector('.replay')
    await context.close()
  })

  it('answers an address that names nothing with the steady state, and says so', async () => {
    const { page, context } = await open('?fail=no-such-thing&view=upside-down&table=chairs')
    expect(await page.locator('figcaption').innerText()).toContain('no-such-thing')
    expect(await page.locator('.services').count()).toBe(1)
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(0)
    await context.close()
  })
})

function rank(state: string): number {
  return ['Fails', 'Expired', 'Unknown', 'Waived', 'Holds'].indexOf(state)
}

const COLUMNS = 60
const ROWS = 43
const FRAME_MS_MAX = 100

describe.skipIf(executable === undefined)(
  'a network of 2,580 nodes (skipped where there is no Chromium)',
  () => {
    let browser: Browser
    let kensho: Running
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-large-'))
    beforeAll(async () => {
      writeFileSync(path.join(folder, 'network.json'), JSON.stringify(lattice()))
      ;[kensho, browser] = await Promise.all([
        startKensho({ seed: 'empty', workspace: path.join(folder, 'network.json') }),
        launchChromium(executable ?? ''),
      ])
    })
    afterAll(async () => {
      await browser?.close()
      await kensho?.stop()
      rmSync(folder, { recursive: true, force: true })
    })

    it('is drawn, panned without stutter, and paged in its table', async () => {
      const { page, context, complaints } = await openAs(
        browser,
        ENGLISH,
        `${kensho.url}/redundancy`,
        '.canvas svg',
        kensho.headers,
      )
      expect(await page.locator('figcaption').innerText()).toContain('2,580 nodes')
      const frames = await dragged(page)
      console.log(`frames while dragging: ${frames.length}, median ${median(frames).toFixed(1)} ms`)
      expect(frames.length).toBeGreaterThan(10)
      expect(median(frames)).toBeLessThan(FRAME_MS_MAX)
      await goTo(page, `${kensho.url}/redundancy?table=links`, 'tbody tr')
      const startedMs = Date.now()
      await page.getByRole('searchbox').fill('n100')
      await expect.poll(() => page.locator('.table-tools .count').innerText()).toMatch(/ of /)
      expect(Date.now() - startedMs).toBeLessThan(4_000)
      expect(complaints).toEqual([])
      await context.close()
    })
  },
)

/** A lattice with a leaf at the end of its first row: one single point of failure. */
function lattice(): unknown {
  const nodes = Array.from({ length: COLUMNS * ROWS }, (_, index) => ({ id: `n${index}` }))
  const links = nodes.flatMap((_, index) => [
    ...(index % COLUMNS < COLUMNS - 1 ? [{ id: `h${index}`, from: `n${index}`, to: `n${index + 1}` }] : []),
    ...(index + COLUMNS < nodes.length
      ? [{ id: `v${index}`, from: `n${index}`, to: `n${index + COLUMNS}` }]
      : []),
  ])
  return { nodes, links }
}

/** Drags the picture about and gives the time between frames, in milliseconds. */
async function dragged(page: Page): Promise<number[]> {
  const box = await page.locator('.canvas').boundingBox()
  const [x, y] = [(box?.x ?? 0) + 400, (box?.y ?? 0) + 300]
  await page.evaluate(() => {
    const times: number[] = []
    const tick = (now: number): void => {
      times.push(now)
      requestAnimationFrame(tick)
    }
    requestAnimationFrame(tick)
    Object.assign(globalThis, { frameTimes: times })
  })
  await page.mouse.move(x, y)
  await page.mouse.down()
  for (let step = 0; step < 40; step++) await page.mouse.move(x + 3 * step, y + 2 * step)
  await page.mouse.up()
  const times = await page.evaluate(() => (globalThis as unknown as { frameTimes: number[] }).frameTimes)
  return times.slice(1).map((time, index) => time - (times[index] ?? time))
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
