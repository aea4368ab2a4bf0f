/**
 * Text as the second reader sees it: clauses with their words, cut letter by letter. It shares no pattern with the first
 * reader, so that what misleads one need not mislead the other.
 */

export type Clause = {
  /** Lower case, blanks single, for scripts without blanks between words. */
  text: string
  /** Runs of letters, lower case. */
  words: readonly string[]
  /** Counted line of the text in which it stands: the cells of a row are clauses of one. */
  line: number
}

const ENDS = new Set(['\n', '.', ';', '!', '?', '。', '；', '！', '？', '|', '\u2022'])
const CLAUSES_MAX = 4_000
/** Nobody writes a sentence of this length: what is longer was made to exhaust, and its first part is heard. */
const CLAUSE_CHARACTERS_MAX = 2_000
/** Words of the small print under mails, which speaks of no maintenance. */
const OF_MAILS = [
  'confidential*',
  'privileged',
  'disclos*',
  'unsubscribe',
  'disclaimer',
  'recipient*',
  'copyright',
]

/** Clauses in their order. A point ends one only before a blank, so that `10.30` and `a.example` stay whole. */
export function clausesOf(text: string): Clause[] {
  const clauses: Clause[] = []
  let from = 0
  let line = 0
  for (let at = 0; at <= text.length && clauses.length < CLAUSES_MAX; at += 1) {
    const sign = text[at]
    const ends =
      sign === undefined ||
      (ENDS.has(sign) && (sign !== '.' || isBlank(text[at + 1]) || at + 1 === text.length))
    if (!ends) continue
    const piece = text.slice(from, Math.min(at, from + CLAUSE_CHARACTERS_MAX)).trim()
    if (piece !== '') {
      const clause = clauseOf(piece, line)
      if (!hears(clause, OF_MAILS)) clauses.push(clause)
    }
    from = at + 1
    if (sign === '\n') line += 1
  }
  return clauses
}

export function clauseOf(piece: string, line = 0): Clause {
  const text = piece.normalize('NFKC').toLowerCase()
  const words: string[] = []
  let word = ''
  for (const sign of `${text} `) {
    if (isLetter(sign)) {
      word += sign
      continue
    }
    // A number stands between words: `moved, 5 to 10 minutes` does not say `moved to`.
    if (sign >= '0' && sign <= '9' && words.at(-1) !== '#') {
      if (word !== '') words.push(word)
      word = ''
      words.push('#')
    } else if (word !== '') {
      words.push(word)
      word = ''
    }
  }
  return { text, words, line }
}

export function isBlank(sign: string | undefined): boolean {
  return sign === ' ' || sign === '\n' || sign === '\r' || sign === '\t' || sign === '\u3000'
}

/** A letter of a script that has two cases, or an apostrophe inside `won't`. */
function isLetter(sign: string): boolean {
  return sign.toLowerCase() !== sign.toUpperCase() || sign === "'" || sign === '\u2019'
}

/** The words of each phrase, cut once: there are as many phrases as in the lexicons. */
const CUT = new Map<string, readonly string[]>()

/** Whether the words of a phrase stand one after the other; `x*` stands for all that begin so. */
export function says(words: readonly string[], phrase: string): boolean {
  if (words.length === 0) return false
  const stems = CUT.get(phrase) ?? phrase.split(' ')
  CUT.set(phrase, stems)
  for (let start = 0; start + stems.length <= words.length; start += 1) {
    let at = 0
    while (at < stems.length && isLike(words[start + at]!, stems[at]!)) at += 1
    if (at === stems.length) return true
  }
  return false
}

/** Whether a clause has one of some phrases in its words, or one of some pieces in its text. */
export function hears(
  { text, words }: Clause,
  phrases: readonly string[],
  pieces: readonly string[] = [],
): boolean {
  return phrases.some((phrase) => says(words, phrase)) || pieces.some((piece) => text.includes(piece))
}

function isLike(word: string, stem: string): boolean {
  if (word.charCodeAt(0) !== stem.charCodeAt(0)) return false
  return stem.endsWith('*') ? word.startsWith(stem.slice(0, -1)) : word === stem
}
