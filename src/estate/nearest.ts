const CANDIDATES_MAX = 20_000

/** The known name that a mistyped one most likely meant: at most two edits away, or the same but for case. */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase()
  const editsMax = Math.min(2, Math.floor(wanted.length / 2))
  let best: string | undefined
  let fewest = editsMax + 1
  let seen = 0
  for (const candidate of known) {
    if (++seen > CANDIDATES_MAX) break
    if (Math.abs(candidate.length - wanted.length) >= fewest) continue
    const edits = editsBetween(wanted, candidate.toLowerCase())
    if (edits < fewest) [best, fewest] = [candidate, edits]
  }
  return best
}

/** Levenshtein distance with a swap of neighbours as one edit (optimal string alignment). */
function editsBetween(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const here = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1] ? 0 : 1
      let edits = Math.min(above[column]! + 1, here[column - 1]! + 1, above[column - 1]! + same)
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        edits = Math.min(edits, before[column - 2]! + 1)
      here.push(edits)
    }
    before = above
    above = here
  }
  return above[b.length]!
}
