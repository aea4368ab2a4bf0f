import type { QueryClient } from '@tanstack/react-query'
import type { Screen } from './screen.ts'
import type { Text } from '../platform/text.ts'

/** One thing that a search has found, and where it is shown. */
export type Found = { kind: Text; title: Text; more?: string; href: string }

/** Looks among the things of one module; `words` are not empty. A few at most: the palette shows no pages. */
export type Search = (words: string, asking: { client: QueryClient; signal: AbortSignal }) => Promise<Found[]>

const SCREEN: Text = { ja: '画面', en: 'Screen' }

/** Screens by what they are called; those that need a thing to be chosen first are no places to go to. */
export function screensThatSay(
  words: string,
  screens: readonly Pick<Screen, 'path' | 'title' | 'rail'>[],
): Found[] {
  return screens
    .filter(({ path }) => !path.includes('$'))
    .filter(({ path, title, rail }) =>
      says(words, path, title.ja, title.en, rail?.word.ja ?? '', rail?.word.en ?? ''),
    )
    .map(({ path, title }) => ({ kind: SCREEN, title, href: path }))
}

/** As the search compares: full width like half width, capitals like small letters. */
function folded(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}

/** Whether all the words that are sought stand somewhere in the given texts. */
export function says(words: string, ...texts: readonly string[]): boolean {
  const all = folded(texts.join(' '))
  return folded(words)
    .split(/\s+/)
    .every((word) => all.includes(word))
}
