import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import type { Language } from '../../src/platform/text.ts'
import type { Theme } from '../../src/web/theme.ts'

const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] as const

/** Quiet and alone: no network of its own, no first-run pages. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Where Chromium is. As root on Debian it is installed where it is missing; elsewhere undefined: the tests skip. */
export function chromiumPath(): string | undefined {
  const found = CANDIDATES.find((path) => existsSync(path))
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  const quietly = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, stdio: 'ignore' as const }
  spawnSync('apt-get', ['update', '-qq'], quietly)
  spawnSync(
    'apt-get',
    ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-noto-cjk'],
    quietly,
  )
  return CANDIDATES.find((path) => existsSync(path))
}

export async function launchChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: ARGUMENTS })
}

export type Reader = { language: Language; theme: Theme; width: number; height?: number }

/** Every language, theme and width with every other. */
export const EVERY_READER: readonly Reader[] = (['ja', 'en'] as const).flatMap((language) =>
  (['light', 'dark'] as const).flatMap((theme) => [1440, 390].map((width) => ({ language, theme, width }))),
)

/** Each language, theme and width twice: for pages that are many. */
export const FOUR_READERS: readonly Reader[] = [
  { language: 'ja', theme: 'light', width: 1440 },
  { language: 'ja', theme: 'dark', width: 390 },
  { language: 'en', theme: 'dark', width: 1440 },
  { language: 'en', theme: 'light', width: 390 },
]

export type Opened = {
  page: Page
  context: BrowserContext
  /** Everything that went wrong in the page so far: exceptions and console errors. */
  complaints: string[]
}

/**
 * A new reader with a language, a theme and a screen, at an address; returns once text and fonts stand. `headers`: what
 * makes the reader somebody where a visitor is nobody.
 */
export async function openAs(
  browser: Browser,
  reader: Reader,
  url: string,
  until: string,
  headers: { authorization?: string } = {},
): Promise<Opened> {
  const context = await browser.newContext({
    viewport: { width: reader.width, height: reader.height ?? (reader.width < 600 ? 844 : 1000) },
    locale: reader.language === 'ja' ? 'ja-JP' : 'en-GB',
    colorScheme: reader.theme,
    reducedMotion: 'reduce',
    hasTouch: reader.width < 600,
    extraHTTPHeaders: { ...headers },
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await goTo(page, url, until)
  return { page, context, complaints }
}

/** Goes to an address and waits until text and fonts stand. */
export async function goTo(page: Page, url: string, until: string): Promise<void> {
  await page.goto(url)
  await page.waitForSelector(until)
  await page.evaluate(async () => {
    await document.fonts.ready
  })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export type Audit = { findings: string[]; rulesPassed: number; nodesChecked: number }

/** Runs every rule of axe-core on the page as it stands. */
export async function audit(page: Page): Promise<Audit> {
  await page.evaluate(axeSource)
  return page.evaluate(async () => {
    type Rule = { id: string; nodes: { target: string[]; failureSummary?: string }[] }
    const axe = (
      globalThis as unknown as { axe: { run: () => Promise<{ violations: Rule[]; passes: Rule[] }> } }
    ).axe
    const { violations, passes } = await axe.run()
    return {
      findings: violations.flatMap((rule) =>
        rule.nodes.map((node) => `${rule.id} ${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
      ),
      rulesPassed: passes.length,
      nodesChecked: passes.reduce((sum, rule) => sum + rule.nodes.length, 0),
    }
  })
}
