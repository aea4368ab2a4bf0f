import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { startKensho, type Running } from '../story/running.ts'
import { launchChromium } from './chromium.ts'

/** A kensho with the demo and a Chromium, both there while the tests run beside which this is called. */
export type Demo = { kensho: Running; browser: Browser }

/** Starts both before the tests of this describe and stops them after; only what a test does may look at them. */
export function demoInChromium(executable: string | undefined): Demo {
  let running: [Running, Browser] | undefined
  beforeAll(async () => {
    running = await Promise.all([startKensho(), launchChromium(executable ?? '')])
  })
  afterAll(async () => {
    const [kensho, browser] = running ?? []
    await browser?.close()
    await kensho?.stop()
  })
  const started = (): [Running, Browser] => {
    if (running === undefined) throw new Error('the demo has not been started yet')
    return running
  }
  return {
    get kensho() {
      return started()[0]
    },
    get browser() {
      return started()[1]
    },
  }
}
