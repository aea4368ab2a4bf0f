import type { Page } from 'playwright-core'
import type { Language } from '../../src/platform/text.ts'
import { begin } from '../../src/charter/web/begin-words.ts'
import { guide } from '../../src/charter/web/guide-words.ts'
import { words as estate } from '../../src/estate/web/words.ts'

const STOPS = Object.values(guide.stops)

/** What a newcomer does and sees, from the first page to the first verdict on a network of his own. */
export type Walk = {
  /** The addresses at which the guide stopped, in order. */
  stops: string[]
  /** Each stop's text was on the screen while it was there. */
  texts: number
  /** The difference's lines before the documents were replaced. */
  compared: number
  /** What the page of 2.1 says in the end. */
  verdict: string
  tookMs: number
}

/** Follows the guided path by its buttons, sends the example, and opens the verdict. `look` is called at every stop. */
export async function walkNewcomer(
  page: Page,
  url: string,
  language: Language,
  look: (where: string) => Promise<void> = () => Promise.resolve(),
): Promise<Walk> {
  const startedMs = performance.now()
  const press = (text: { ja: string; en: string }) =>
    page.getByRole('button', { name: text[language], exact: true }).click()
  await page.goto(url)
  await page.getByRole('link', { name: guide.start[language] }).click()
  const stops: string[] = []
  let texts = 0
  for (const [place, text] of STOPS.entries()) {
    if (place > 0) await press(guide.next)
    await page.locator('.guide', { hasText: text[language] }).waitFor()
    const isThere = (address: URL): boolean =>
      address.pathname !== new URL(stops.at(-1) ?? '/x', url).pathname
    await page.waitForURL(isThere)
    await page.waitForSelector('main h1')
    texts += 1
    stops.push(page.url().slice(url.length))
    await look(text.en)
  }
  await press(guide.leave)
  await press(estate.compare)
  await page.waitForSelector('.estate-difference li')
  const compared = await page.locator('.estate-difference li').count()
  await look('compared')
  await press(estate.replace)
  await page.getByRole('link', { name: begin.verdict[language] }).click()
  await page.waitForURL(/\/clause\/2\.1$/)
  const verdict = await page.locator('main .note .verdict, main .clause-state').first().innerText()
  return { stops, texts, compared, verdict, tookMs: performance.now() - startedMs }
}
