import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const SCREENSHOTS = path.resolve(import.meta.dirname, '../../docs/screenshots')

/** Keeps what a page shows as a picture of the documents, where it is another than the one that is there. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .quiet-wait') === null)
  const picture = await stillPicture(page)
  expect(picture.length).toBeGreaterThan(20_000)
  const file = path.join(SCREENSHOTS, `${name.replaceAll(' ', '-')}.png`)
  mkdirSync(SCREENSHOTS, { recursive: true })
  if (!isSame(file, picture)) writeFileSync(file, picture)
}

/** The time of the judgement is the only thing that moves; in the documents it stands still. */
async function stillPicture(page: Page): Promise<Buffer> {
  await page.evaluate(() => {
    for (const time of document.querySelectorAll('time')) {
      time.textContent = (time.textContent ?? '')
        .replace(/\d{2}:\d{2}/, '21:40')
        .replace(/\d+月\d+日 .曜/, '11月22日 日曜')
        .replace(/^\w+day \d+ \w+/, 'Sunday 22 November')
    }
  })
  return page.screenshot()
}

function isSame(file: string, picture: Buffer): boolean {
  try {
    return readFileSync(file).equals(picture)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
