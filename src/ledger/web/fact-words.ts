import type { Text } from '../../platform/text.ts'

/** What happened, in plain words, by the type of the fact. */
const WORDS: Record<string, Text> = {
  'estate.workspace.applied': {
    ja: '設備の文書が入れ替えられた',
    en: 'The estate’s documents were replaced',
  },
  'ledger.origin.opened': { ja: '台帳が開かれた', en: 'The ledger was opened' },
  'ledger.key.added': { ja: '署名鍵が加えられた', en: 'A signing key was added' },
  'ledger.key.retired': { ja: '署名鍵が引退した', en: 'A signing key was retired' },
}

/** Undefined for types that have no words yet: then the type itself is shown. */
export function wordsOf(type: string): Text | undefined {
  return Object.hasOwn(WORDS, type) ? WORDS[type] : undefined
}

/** The types that have words, for the choice in the filter. */
export const KNOWN_TYPES: readonly string[] = Object.keys(WORDS)
