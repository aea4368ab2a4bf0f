import type { DifferenceLine } from '../line-difference.ts'

/** One row of two texts side by side; undefined where a side has nothing there. */
export type Pair = { is: 'same' | 'changed'; before?: string; after?: string }

/** Lines of a difference as rows: what was removed stands beside what came in its place. */
export function pairsOf(lines: readonly DifferenceLine[]): Pair[] {
  const pairs: Pair[] = []
  let removed: string[] = []
  let added: string[] = []
  const settle = () => {
    for (let row = 0; row < Math.max(removed.length, added.length); row++) {
      const [before, after] = [removed[row], added[row]]
      pairs.push({
        is: 'changed',
        ...(before !== undefined && { before }),
        ...(after !== undefined && { after }),
      })
    }
    removed = []
    added = []
  }
  for (const { is, text } of lines) {
    if (is === 'removed') removed.push(text)
    else if (is === 'added') added.push(text)
    else {
      settle()
      pairs.push({ is: 'same', before: text, after: text })
    }
  }
  settle()
  return pairs
}
