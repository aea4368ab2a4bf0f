import type { Text } from '../../../platform/text.ts'
import { reason } from './reason.ts'
import { unique } from './settle.ts'
import type { Reading } from './settle.ts'

/** The windows to act on, each once. */
export type Selected = {
  windows: { startMs: number; endMs: number; backup: boolean }[]
  /** Contradicting windows of other places of the mail. */
  rivals: { startMs: number; endMs: number; backup: boolean }[]
  doubts: Text[]
  notes: Text[]
  /** Kinds of documents that state the selected windows. */
  sources: string[]
}

type Group = { startMs: number; endMs: number; backup: boolean; readings: Reading[] }

const DAY_MS = 86_400_000
/** Repairs at sea and moves of cables take weeks; a month and more is a month misread. */
const LENGTH_MAX_MS = 21 * DAY_MS

export function selectWindows(all: readonly Reading[]): Selected {
  const doubts: Text[] = []
  const notes: Text[] = []
  const backwards = all.find((one) => one.endMs < one.startMs && !one.previous)
  if (backwards !== undefined) doubts.push(reason.backwards(backwards.text.slice(0, 80)))
  const usable = narrow(
    all.filter((one) => one.endMs > one.startMs || (one.endMs === one.startMs && one.doubts.length > 0)),
    doubts,
    notes,
  )
  const named = usable.filter((one) => one.rank <= 2)
  // A backup told in a sentence beside clear windows is one of them.
  const clear =
    named.length === 0
      ? named
      : usable.filter(
          (one) =>
            one.rank <= 2 ||
            (one.backup &&
              !one.dateOnly &&
              !named.some((other) => one.startMs < other.endMs && other.startMs < one.endMs)),
        )
  const { kept: stated, against } = merged(grouped(clear.length > 0 ? clear : usable), doubts)
  const main = disagreement(stated) === undefined ? stated : best(stated, usable)
  const outvoted = stated.filter((group) => !main.includes(group))
  const rivals =
    clear.length > 0
      ? contradicting(
          usable.filter((one) => one.rank > 2 && !clear.includes(one)),
          main,
        )
      : []
  if (rivals.length > 0) doubts.push(reason.conflict(describe(main[0]), describe(rivals[0])))
  const split = disagreement(stated)
  if (split !== undefined) doubts.push(reason.conflict(describe(split[0]), describe(split[1])))
  if (main.length > 0 && main.every((group) => group.backup)) doubts.push(reason.onlyBackup())
  for (const group of main) doubts.push(...groupDoubts(group))
  for (const group of main) notes.push(...group.readings.flatMap((one) => one.notes))
  return {
    windows: main.map(({ startMs, endMs, backup }) => ({ startMs, endMs, backup })),
    rivals: [...outvoted, ...against, ...rivals].map(({ startMs, endMs, backup }) => ({
      startMs,
      endMs,
      backup,
    })),
    doubts: unique(doubts),
    notes: unique(notes),
    sources: [
      ...new Set(usable.filter((one) => main.some((group) => matches(group, one))).map((one) => one.source)),
    ],
  }
}

/** Leaves out what is not the plan: windows before a change, what happened, bare dates beside full windows. */
function narrow(all: readonly Reading[], doubts: Text[], notes: Text[]): Reading[] {
  let kept = all.filter((one) => !one.previous)
  if (kept.length === 0) kept = [...all]
  const timed = kept.filter((one) => !one.dateOnly && one.endMs > one.startMs)
  if (timed.length > 0) kept = timed
  const planned = kept.filter((one) => !one.actual)
  if (planned.length > 0) kept = planned
  const next = kept.filter((one) => one.next)
  const plain = kept.filter((one) => !one.next && !one.backup && one.rank <= 2)
  if (
    next.length > 0 &&
    plain.length > 0 &&
    !plain.every((one) => next.some((other) => matches(other, one)))
  ) {
    doubts.push(reason.changed())
    kept = kept.filter((one) => one.next || one.backup)
  } else if (all.some((one) => one.previous)) notes.push(reason.changed())
  return kept
}

function matches(a: { startMs: number; endMs: number }, b: { startMs: number; endMs: number }): boolean {
  return a.startMs === b.startMs && a.endMs === b.endMs
}

function grouped(readings: readonly Reading[]): Group[] {
  const groups: Group[] = []
  for (const one of readings) {
    const group = groups.find((other) => matches(other, one))
    if (group === undefined)
      groups.push({ startMs: one.startMs, endMs: one.endMs, backup: one.backup, readings: [one] })
    else {
      group.readings.push(one)
      group.backup &&= one.backup
    }
  }
  return groups.toSorted((a, b) => Number(a.backup) - Number(b.backup) || a.startMs - b.startMs)
}

const ROUNDING_MS = 5 * 60_000

/**
 * Windows that overlap are one window stated twice: in two zones with a minute lost in rounding, or converted wrongly.
 * UTC counts; beyond the rounding a person decides. Windows of different rows may overlap, they are of different lines.
 */
function merged(groups: readonly Group[], doubts: Text[]): { kept: Group[]; against: Group[] } {
  const kept: Group[] = []
  const against: Group[] = []
  for (const group of groups.toSorted((a, b) => Number(isUtc(b)) - Number(isUtc(a)))) {
    const twin = kept.find(
      (other) =>
        other.backup === group.backup &&
        other.startMs < group.endMs &&
        group.startMs < other.endMs &&
        !apart(other, group),
    )
    if (twin === undefined) {
      kept.push(group)
      continue
    }
    const off = Math.max(Math.abs(twin.startMs - group.startMs), Math.abs(twin.endMs - group.endMs))
    if (off > ROUNDING_MS) {
      doubts.push(reason.conflict(describe(twin), describe(group)))
      against.push(group)
    }
    twin.readings.push(...group.readings)
  }
  return {
    kept: kept.toSorted((a, b) => Number(a.backup) - Number(b.backup) || a.startMs - b.startMs),
    against,
  }
}

function isUtc(group: Group): boolean {
  return group.readings.some((one) => /^(?:UTC|GMT|Z)$/.test(one.zone))
}

function apart(a: Group, b: Group): boolean {
  return (
    a.readings.every((one) => one.row !== undefined) &&
    b.readings.every((one) => one.row !== undefined && !a.readings.some((other) => other.row === one.row))
  )
}

/** Complete windows in prose or subject that none of the labelled ones equals. */
function contradicting(weak: readonly Reading[], main: readonly Group[]): Group[] {
  return grouped(weak).filter(
    (group) =>
      !main.some((other) => matches(other, group)) &&
      group.readings.some((one) => one.doubts.length === 0 || one.source === 'subject'),
  )
}

/** Two documents of the mail that both state windows must state the same ones, or one a part of the other's. */
function disagreement(main: readonly Group[]): [Group, Group] | undefined {
  const sources = [...new Set(main.flatMap((group) => group.readings.map((one) => one.source)))]
  for (const [index, a] of sources.entries()) {
    for (const b of sources.slice(index + 1)) {
      const onlyA = main.filter(
        (group) =>
          group.readings.some((one) => one.source === a) && !group.readings.some((one) => one.source === b),
      )
      const onlyB = main.filter(
        (group) =>
          group.readings.some((one) => one.source === b) && !group.readings.some((one) => one.source === a),
      )
      if (onlyA[0] !== undefined && onlyB[0] !== undefined) return [onlyA[0], onlyB[0]]
    }
  }
  return undefined
}

/** Where documents contradict each other: the windows of the document that most others repeat. */
function best(main: readonly Group[], usable: readonly Reading[]): Group[] {
  const ofSource = (source: string): Group[] =>
    main.filter((group) => group.readings.some((one) => one.source === source))
  const sources = [...new Set(main.flatMap((group) => group.readings.map((one) => one.source)))]
  const support = (source: string): number =>
    new Set(
      usable
        .filter((one) => one.source !== source && ofSource(source).some((group) => matches(group, one)))
        .map((one) => one.source),
    ).size
  const order = ['calendar', 'sheet', 'html', 'text', 'subject']
  const [first] = sources.toSorted((a, b) => support(b) - support(a) || order.indexOf(a) - order.indexOf(b))
  return first === undefined ? [...main] : ofSource(first)
}

/** A window stated without doubt anywhere is without doubt. */
function groupDoubts(group: Group): Text[] {
  const least = group.readings.toSorted((a, b) => a.doubts.length - b.doubts.length)[0]
  const doubts = [...(least?.doubts ?? [])]
  const length = group.endMs - group.startMs
  if (length > LENGTH_MAX_MS) doubts.push(reason.longWindow(Math.round(length / DAY_MS)))
  if (length <= 0 && doubts.length === 0) doubts.push(reason.noEnd())
  return doubts
}

function describe(group: Group | undefined): string {
  if (group === undefined) return '-'
  const text = (ms: number): string => new Date(ms).toISOString().slice(0, 16)
  return `${text(group.startMs)}Z/${text(group.endMs)}Z (${group.readings[0]?.source ?? ''})`
}
