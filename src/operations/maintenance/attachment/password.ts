const CANDIDATES_MAX = 20
const NAMED = /(?:パスワード|ﾊﾟｽﾜｰﾄﾞ|解凍(?:キー|鍵)?|暗証|password|passphrase|passcode|\bpw\b|\bpass\b)/i
const LOOK_LINES = 4

/**
 * What a mail may mean as the password of an archive that came before it: words on a line that speaks of a password, or
 * standing alone shortly after it. Best first. Pure.
 */
export function passwordCandidates(text: string): string[] {
  const lines = text.split(/\r?\n/).slice(0, 2000)
  const found = new Set<string>()
  for (const [at, line] of lines.entries()) {
    const named = NAMED.exec(line)
    if (named === null) continue
    const after = line.slice(named.index + named[0].length)
    for (const word of wordsOf(after.replace(/^[^::=＝「『【[]{0,30}[::=＝]/, ''))) found.add(word)
    for (const next of lines.slice(at + 1, at + 1 + LOOK_LINES)) {
      const words = wordsOf(next)
      if (words.length === 1) found.add(words[0]!)
    }
    if (found.size >= CANDIDATES_MAX) break
  }
  return [...found].slice(0, CANDIDATES_MAX)
}

function wordsOf(text: string): string[] {
  const plain = text.replace(/[「」『』【】[\]()()<>"“”]/g, ' ').trim()
  const words = plain
    .split(/[\s、。]+/)
    .filter((word) => /^[\x21-\x7e]{4,64}$/.test(word))
    .flatMap((word) => [word, word.replace(/[.,;:]+$/, '')])
    .filter((word) => word.length >= 4)
  return [...new Set(words)]
}
