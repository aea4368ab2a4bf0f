import { readFile } from 'node:fs/promises'
import type { Language } from '../../platform/text.ts'
import type { PublicContent } from './content.ts'
import { FACES } from './fonts.ts'
import { pageText } from './page.ts'
import { pageWords } from './page-words.ts'
import type { Staleness } from './staleness.ts'
import { stylesheet } from './stylesheet.ts'

const LANGUAGES = ['ja', 'en'] as const satisfies Language[]
const PAGE_OF: Record<Language, string> = { ja: 'index.html', en: 'en.html' }

/** What was made once, or is kept byte for byte: fonts and proof by name, and edition.json. */
export type Kept = { digest: string; json: Uint8Array; files: ReadonlyMap<string, Uint8Array> }

/** All files of an edition by name, in alphabetical order. They need nothing but each other. */
export async function bundleOf(
  content: PublicContent,
  stale: Staleness,
  { digest, json, files }: Kept,
): Promise<Map<string, Uint8Array>> {
  const verifier = await readFile(new URL('../../../verify.mjs', import.meta.url))
  const all: [string, Uint8Array][] = [
    ...LANGUAGES.map((language): [string, Uint8Array] => [
      PAGE_OF[language],
      Buffer.from(pageText({ content, digest, stale, language }), 'utf8'),
    ]),
    ['style.css', Buffer.from(stylesheet(content, FACES), 'utf8')],
    ['edition.json', json],
    ['checkpoint.txt', Buffer.from(content.checkpoint.note, 'utf8')],
    ['verify.mjs', verifier],
    ...files,
  ]
  return new Map(all.toSorted(([one], [other]) => (one < other ? -1 : 1)))
}

/** Every character that its pages can ever show: as they are, and once they say that they are out of date. */
export function textOfPages(content: PublicContent, digest: string): string {
  const stale = { over: true, changed: true }
  const pages = LANGUAGES.map((language) => pageText({ content, digest, stale, language }))
  return [...pages, pageWords.nothing.ja, stylesheet(content, [])].join('')
}
