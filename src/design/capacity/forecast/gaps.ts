/** A series without gaps, and how many values had to be filled in. */
export type Filled = { values: Float64Array; filled: number }

/**
 * Fills gaps: by the same phase one cycle before or after, moved to the level around the gap, or on a straight line
 * where no cycle helps. Gaps at the start are cut off.
 */
export function fillGaps(raw: Float64Array, season: number): Filled {
  const first = raw.findIndex((value) => !Number.isNaN(value))
  const values = raw.slice(Math.max(first, 0))
  let filled = 0
  for (let at = 0; at < values.length; at += 1) {
    if (!Number.isNaN(values[at]!)) continue
    let end = at
    while (end < values.length && Number.isNaN(values[end]!)) end += 1
    filled += end - at
    fillOne(values, at, end, season)
    at = end
  }
  return { values, filled }
}

/** Everything before `from` is complete, so a cycle back is always known once one cycle has passed. */
function fillOne(values: Float64Array, from: number, to: number, season: number): void {
  const before = values[from - 1]!
  const after = to < values.length ? values[to]! : undefined
  const cycleBack = (at: number): number | undefined =>
    season > 1 && at >= season ? values[at - season] : undefined
  const shapeBefore = cycleBack(from - 1)
  const shapeAfter = after === undefined ? undefined : cycleBack(to)
  for (let at = from; at < to; at += 1) {
    const part = (at - from + 1) / (to - from + 1)
    const shape = cycleBack(at)
    if (shape === undefined || shapeBefore === undefined) {
      values[at] = after === undefined ? before : before + part * (after - before)
      continue
    }
    // A gap longer than a cycle reaches into its own past: only its near side tells the level then.
    const offBefore = before - shapeBefore
    const offAfter =
      after === undefined || shapeAfter === undefined || Number.isNaN(shapeAfter) ? 0 : after - shapeAfter
    // A long gap says little about the level inside: the cycle itself is the better guess there.
    const fade = to - from > season ? 0 : 1
    values[at] = shape + fade * ((1 - part) * offBefore + part * offAfter)
  }
}
