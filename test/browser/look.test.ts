import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { keepPicture } from './picture.ts'
import { audit, chromiumPath, goTo, openAs, EVERY_READER, type Reader } from './chromium.ts'
import { demoInChromium } from './demo.ts'

const executable = chromiumPath()

const SCREENS = [
  { name: 'board', path: '/', until: '.charter' },
  { name: 'redundancy', path: '/redundancy', until: '.redundancy:has(.canvas svg) time' },
  {
    name: 'redundancy-failing',
    path: '/redundancy?fail=tokyo2-panel-b',
    until: '.redundancy:has(.replay) time',
  },
  { name: 'redundancy-table', path: '/redundancy?table=links&find=core', until: 'table tbody tr' },
  { name: 'people', path: '/people', until: '.people .chart' },
  { name: 'me', path: '/me', until: '.people' },
  { name: 'sign-in', path: '/sign-in', until: '.people-choices' },
  { name: 'approvals', path: '/approvals', until: '.people' },
  { name: 'begin', path: '/begin', until: '.begin-steps' },
  { name: 'notifications', path: '/notifications', until: '.news .list-found' },
  { name: 'settings', path: '/settings', until: '.settings-parts' },
  { name: 'nowhere', path: '/nothing-here', until: '.plain' },
] as const

/** The pictures that the documents show: the board to every reader, the page of 2.1 to these. */
const SHOWN = new Set([
  ...EVERY_READER.map((reader) => `board ${nameOf(reader)}`),
  'redundancy ja light 1440',
  'redundancy en dark 1440',
  'redundancy-failing ja light 1440',
  'redundancy-failing en light 1440',
  'redundancy-failing ja dark 390',
])

/** Screens whose findings their own tests look for: here only their pictures are taken. */
const PICTURED = [
  { name: 'clause', path: '/clause/2.1', until: 'main .clause-state, main h1' },
  { name: 'capacity', path: '/capacity', until: 'main .wall, main h1' },
  { name: 'maintenance', path: '/maintenance', until: 'main .maintenance-day, main h2' },
  { name: 'guidelines', path: '/guidelines', until: 'main table' },
  { name: 'improvement', path: '/improvement', until: 'main table' },
  { name: 'estate', path: '/estate', until: 'main table' },
  { name: 'audits', path: '/audits', until: '.audit table' },
  { name: 'public-edition', path: '/public-edition', until: 'main h1' },
] as const

function nameOf({ language, theme, width }: Reader): string {
  return `${language} ${theme} ${width}`
}

describe.skipIf(executable === undefined)('how the screens look (skipped where there is no Chromium)', () => {
  const demo = demoInChromium(executable)

  it.each(EVERY_READER)(
    'has no finding of axe and is as wide as the screen: $language $theme $width',
    async (reader) => {
      const { page, context, complaints } = await openAs(
        demo.browser,
        reader,
        demo.kensho.url,
        SCREENS[0].until,
      )
      let shown = 0
      for (const screen of SCREENS) {
        await goTo(page, demo.kensho.url + screen.path, screen.until)
        const { findings, rulesPassed, nodesChecked } = await audit(page)
        expect(findings, `${screen.name} ${nameOf(reader)}`).toEqual([])
        expect(rulesPassed, screen.name).toBeGreaterThan(12)
        expect(nodesChecked, screen.name).toBeGreaterThan(30)
        expect(complaints, screen.name).toEqual([])
        expect(await sideways(page), `${screen.name} is wider than the screen`).toBe(0)
        expect(await page.evaluate(() => document.documentElement.lang)).toBe(reader.language)
        if (!SHOWN.has(`${screen.name} ${nameOf(reader)}`)) continue
        await keepPicture(page, `${screen.name} ${nameOf(reader)}`)
        shown++
      }
      expect(shown).toBeGreaterThan(0)
      await context.close()
    },
  )

  it.each(['ja', 'en'] as const)('is pictured in the documents as it is now: %s', async (language) => {
    const reader: Reader = { language, theme: 'light', width: 1440 }
    const { page, context, complaints } = await openAs(demo.browser, reader, demo.kensho.url, '.charter')
    for (const { name, path, until } of PICTURED) {
      await goTo(page, demo.kensho.url + path, until)
      await page.waitForLoadState('networkidle')
      await keepPicture(page, `${name} ${nameOf(reader)}`)
    }
    expect(complaints).toEqual([])
    await context.close()
  })

  it('is judged by an axe that sees: what is planted wrong is found', async () => {
    const reader: Reader = { language: 'en', theme: 'light', width: 1440 }
    const { page, context } = await openAs(demo.browser, reader, demo.kensho.url, '.charter')
    await page.evaluate(() => {
      const wrong = document.createElement('p')
      wrong.innerHTML = 'Hardly to be read <img src="/icon.svg"> <button></button>'
      wrong.style.color = '#eee8dd'
      document.querySelector('.charter')?.append(wrong)
    })
    const { findings } = await audit(page)
    expect(findings.map((finding) => finding.split(' ')[0])).toEqual(
      expect.arrayContaining(['button-name', 'color-contrast', 'image-alt']),
    )
    await context.close()
  })
})

/** By how many pixels the page can be scrolled sideways. */
async function sideways(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
}
