/**
 * How long a newcomer takes, by the clock: `kensho up` with the demo from nothing, the first contentful paint, and from
 * the first page along the guided path to the first verdict on a network of his own, as a script that reads nothing.
 * There is no peer to run beside it: no other tool judges a charter.
 *
 *     node bench/newcomer.ts [--runs 3]
 */
import { chromiumPath, launchChromium, openAs } from '../test/browser/chromium.ts'
import { walkNewcomer } from '../test/browser/newcomer.ts'
import { startKensho } from '../test/story/running.ts'

const runs = Number(process.argv[process.argv.indexOf('--runs') + 1] || 3) || 3
const executable = chromiumPath()
if (executable === undefined) throw new Error('there is no Chromium to look with')
const browser = await launchChromium(executable)
for (let run = 1; run <= runs; run++)
  for (const language of ['ja', 'en'] as const) {
    const startedMs = performance.now()
    const kensho = await startKensho()
    const readyMs = performance.now() - startedMs
    try {
      const reader = { language, theme: 'light', width: 1440 } as const
      const { page, context } = await openAs(browser, reader, kensho.url, '.charter')
      const paintMs = await page.evaluate(
        () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN,
      )
      const walk = await walkNewcomer(page, kensho.url, language)
      console.log(
        `${language}: ready ${(readyMs / 1000).toFixed(1)} s, first contentful paint ${paintMs.toFixed(0)} ms, ` +
          `${walk.stops.length} stops and a verdict of his own ${(walk.tookMs / 1000).toFixed(1)} s`,
      )
      await context.close()
    } finally {
      await kensho.stop()
    }
  }
await browser.close()
