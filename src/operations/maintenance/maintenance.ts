import type { Text } from '../../platform/text.ts'
import type { ReadObject } from './notice-facts.ts'
import type { NoticeStatus } from './notice.ts'

/** A half-open window in epoch milliseconds. `backup`: only used if the others fail (予備日). */
export type MaintenanceWindow = { fromMs: number; untilMs: number; backup: boolean }

/** `certain`: said by whom it may be said by, and read without doubt or decided by a person. */
export type Certainty = 'certain' | 'tentative' | 'review'

/** What else may be true: a reading in review, or a claim of a sender who could not prove who he is. */
export type Plausible = {
  /** Which reading of which mail says so. */
  mail: string
  index: number
  status: NoticeStatus
  windows: MaintenanceWindow[]
  objects: ReadObject[]
  because: Text[]
  receivedMs: number
}

/** One maintenance after all that was said of it, in whatever order and by however many mailboxes. */
export type Maintenance = {
  /** Stable as long as its first mail is: provider and number, or the first mail where there is no number. */
  key: string
  /** Id in the register, `~domain` of a stranger, or `own`. */
  provider: string
  /** The carrier's number; empty when no mail has one. */
  number: string
  account?: string
  title?: Text
  status: NoticeStatus
  certainty: Certainty
  /** Of what is certain; empty while all is in review, after cancellation, and after completion. */
  windows: MaintenanceWindow[]
  objects: ReadObject[]
  /** Undecided readings that are not older than what is certain. Their windows count beside the certain ones. */
  plausible: Plausible[]
  /** Every reading that speaks of it, oldest first by its stamp. */
  readings: { mail: string; index: number; stampMs: number; trusted: boolean }[]
}

/** Windows of one maintenance for whoever computes what they do. */
export type PlannedWindow = {
  /** Unique and stable: the maintenance and the place of the window in it. */
  id: string
  maintenance: string
  provider: string
  number: string
  fromMs: number
  untilMs: number
  backup: boolean
  certainty: Certainty
  objects: readonly ReadObject[]
}

export function isOver(status: NoticeStatus): boolean {
  return status === 'CANCELLED' || status === 'COMPLETED'
}

export function windowMs(window: { start: string; end: string; backup: boolean }): MaintenanceWindow {
  return { fromMs: Date.parse(window.start), untilMs: Date.parse(window.end), backup: window.backup }
}

/**
 * Every window that may come true: those of certain maintenances, and the union of what is still plausible. What a
 * claim that could not be proven takes back stays, and what it adds is here as `review`.
 */
export function plannedWindows(maintenances: readonly Maintenance[]): PlannedWindow[] {
  return maintenances.flatMap((maintenance) => {
    const { key, provider, number } = maintenance
    const of = { maintenance: key, provider, number }
    const standing = maintenance.windows.map((window, at) => ({
      ...window,
      ...of,
      id: `${key}#${at}`,
      certainty: maintenance.certainty,
      objects: maintenance.objects,
    }))
    const other = maintenance.plausible.flatMap((plausible) =>
      isOver(plausible.status)
        ? []
        : plausible.windows.map((window, at) => ({
            ...window,
            ...of,
            id: `${key}#${plausible.mail.slice(0, 12)}.${plausible.index}.${at}`,
            certainty: 'review' as const,
            objects: plausible.objects.length > 0 ? plausible.objects : maintenance.objects,
          })),
    )
    return [...standing, ...other.filter((one) => !standing.some((stands) => isSame(stands, one)))]
  })
}

function isSame(one: PlannedWindow, other: PlannedWindow): boolean {
  const named = new Set(one.objects.map(({ id }) => id))
  return (
    one.fromMs === other.fromMs &&
    one.untilMs === other.untilMs &&
    other.objects.every(({ id }) => named.has(id))
  )
}
