import type { Evidence } from './evidence.ts'

/**
 * Which letters of a thread speak for what. The newest letter counts; an older one supplies the notice that a short
 * newer one cancels, forwards or comments on, but never what the newer one leaves out of its own notice.
 */
export type Speakers = {
  /** The newest letter that is a notice of its own. */
  standing: Evidence | undefined
  windows: Evidence | undefined
  objects: Evidence | undefined
  /** The standing letter and all newer ones, newest first. */
  newer: Evidence[]
  /** Windows and objects come from different letters. */
  mixed: boolean
}

export function speakersOf(evidence: readonly Evidence[]): Speakers {
  const standing = evidence.find((one) => kinds(one) >= 2) ?? evidence.find((one) => kinds(one) === 1)
  const newer = standing === undefined ? [...evidence] : evidence.slice(0, evidence.indexOf(standing) + 1)
  const windows = newer.find((one) => hasWindows(one))
  const objects = newer.find((one) => one.objects.length > 0)
  return {
    standing,
    windows,
    objects,
    newer,
    mixed: windows !== undefined && objects !== undefined && windows !== objects,
  }
}

/** How many of number, windows and objects a letter states in its own body. */
function kinds(one: Evidence): number {
  const named = one.ids.some((id) => id.source !== 'subject' && id.rank <= 3)
  return Number(named) + Number(hasWindows(one)) + Number(one.objects.some((object) => object.rank <= 3))
}

export function hasWindows(one: Evidence): boolean {
  return one.windows.length > 0 || one.layer.events.some((event) => event.windows.length > 0)
}
