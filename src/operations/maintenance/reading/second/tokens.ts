import type { Clause } from './clauses.ts'

/** A clause cut into numbers, words and signs, letter by letter. */
export type Token = {
  kind: 'number' | 'word' | 'sign'
  text: string
  from: number
  /** A blank stands before it. */
  spaced: boolean
}

const ofClauses = new WeakMap<Clause, readonly Token[]>()

/** The tokens of a clause, cut once for all who listen to it. */
export function tokensIn(clause: Clause): readonly Token[] {
  const known = ofClauses.get(clause) ?? tokensOf(clause.text)
  ofClauses.set(clause, known)
  return known
}

/** Words break where the script changes, so that `utc9時` and `22時から` are several. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = []
  let at = 0
  let spaced = false
  while (at < text.length) {
    const kind = kindOf(text.charCodeAt(at))
    if (kind === 'blank') {
      spaced = true
      at += 1
      continue
    }
    const from = at
    at += 1
    if (kind !== 'sign') while (at < text.length && kindOf(text.charCodeAt(at)) === kind) at += 1
    tokens.push({ kind: kind === 'other' ? 'word' : kind, text: text.slice(from, at), from, spaced })
    spaced = false
  }
  return tokens
}

const ZERO = 48
const NINE = 57

function kindOf(code: number): Token['kind'] | 'blank' | 'other' {
  if (code >= ZERO && code <= NINE) return 'number'
  if (code <= 32 || code === 160 || code === 0x3000) return 'blank'
  if (code < 128) {
    const lower = code | 32
    return lower >= 97 && lower <= 122 ? 'word' : 'sign'
  }
  if (code < 0x250) return code === 0xd7 || code === 0xf7 || code < 0xc0 ? 'sign' : 'word'
  // Letters of Greek and Cyrillic go with those of Latin; what comes behind them is cut apart from both.
  if (code < 0x600) return 'word'
  if ((code >= 0x2000 && code < 0x2e80) || (code >= 0x3001 && code < 0x3040)) return 'sign'
  return 'other'
}
