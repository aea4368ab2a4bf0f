/** One line of a difference: in both, only before, or only after. */
export type DifferenceLine = { is: 'same' | 'removed' | 'added'; text: string }

/** Texts with more lines are shown as a whole: the table below would be too large. */
const LINES_MAX = 3000

/** What changed from one text to another, line by line: a longest common subsequence (Wagner and Fischer 1974). */
export function lineDifference(before: string, after: string): DifferenceLine[] {
  const [one, other] = [linesOf(before), linesOf(after)]
  const [head, tail] = commonEnds(one, other)
  const [from, to] = [one.slice(head, one.length - tail), other.slice(head, other.length - tail)]
  const same = (text: string): DifferenceLine => ({ is: 'same', text })
  return [...one.slice(0, head).map(same), ...between(from, to), ...one.slice(one.length - tail).map(same)]
}

function linesOf(text: string): string[] {
  return text === '' ? [] : text.replace(/\r?\n$/, '').split(/\r?\n/)
}

function commonEnds(one: readonly string[], other: readonly string[]): [number, number] {
  const shorter = Math.min(one.length, other.length)
  let head = 0
  while (head < shorter && one[head] === other[head]) head += 1
  let tail = 0
  while (tail < shorter - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1
  return [head, tail]
}

function between(from: readonly string[], to: readonly string[]): DifferenceLine[] {
  if (from.length > LINES_MAX || to.length > LINES_MAX)
    return [
      ...from.map((text): DifferenceLine => ({ is: 'removed', text })),
      ...to.map((text): DifferenceLine => ({ is: 'added', text })),
    ]
  const width = to.length + 1
  // longest[i * width + j]: how many lines from[i…] and to[j…] have in common.
  const longest = new Uint16Array((from.length + 1) * width)
  for (let i = from.length - 1; i >= 0; i -= 1)
    for (let j = to.length - 1; j >= 0; j -= 1)
      longest[i * width + j] =
        from[i] === to[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const lines: DifferenceLine[] = []
  let [i, j] = [0, 0]
  while (i < from.length || j < to.length) {
    if (i < from.length && j < to.length && from[i] === to[j]) {
      lines.push({ is: 'same', text: from[i]! })
      i += 1
      j += 1
    } else if (
      j >= to.length ||
      (i < from.length && longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!)
    ) {
      lines.push({ is: 'removed', text: from[i]! })
      i += 1
    } else {
      lines.push({ is: 'added', text: to[j]! })
      j += 1
    }
  }
  return lines
}
