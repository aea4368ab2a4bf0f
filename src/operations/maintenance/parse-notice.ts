import type { Text } from '../../platform/text.ts'
import type { CalendarEvent } from './calendar/event.ts'
import type {
  CompetingReading,
  Notice,
  NoticeImpact,
  NoticeObject,
  NoticeStatus,
  NoticeWindow,
} from './notice.ts'
import { chooseAccount, chooseId, chooseImpact, chooseStatus } from './reading/choice.ts'
import { readEvidence } from './reading/evidence.ts'
import type { Evidence } from './reading/evidence.ts'
import type { Found } from './reading/identity.ts'
import { sameId } from './reading/identity.ts'
import { readLayers } from './reading/layer.ts'
import { findKnown, missedIds } from './reading/object.ts'
import type { ObjectFound } from './reading/object.ts'
import { reason } from './reading/reason.ts'
import { selectWindows } from './reading/select.ts'
import type { Selected } from './reading/select.ts'
import { daysBetween, settle, unique } from './reading/settle.ts'
import type { Reading } from './reading/settle.ts'

export type ParseOptions = {
  /** Ids of lines and services that the estate knows; they are found wherever they stand. */
  knownObjects?: Iterable<string>
}

/**
 * Reads one mail (RFC 5322 bytes) as maintenance notices, without knowing who sent it. Pure: no clock, no network.
 * Never throws for content and never returns an empty array; what cannot be read is an entry that needs review.
 */
export function parseNotice(bytes: Uint8Array, options: ParseOptions = {}): Notice[] {
  const layers = readLayers(bytes)
  const evidence = layers.map((layer) => readEvidence(layer))
  const known =
    options.knownObjects === undefined
      ? []
      : findKnown(options.knownObjects, evidence.map((one) => one.context.text).join('\n'))
  const events = layers.flatMap((layer) => layer.events)
  const stated = events.filter((event) => event.bcop && event.maintenanceId !== '')
  if (stated.length > 0) return stated.map((event) => fromCalendar(event, stated, evidence, known))
  const groups = groupsOf(evidence)
  if (groups.length > 1) return groups.map((group) => fromEvidence(group, known))
  return [fromEvidence(evidence, known)]
}

// ── several maintenances in one table ────────────────────────────────────────────────────────────────────────

/** Rows that carry different maintenance numbers are different maintenances. */
function groupsOf(evidence: readonly Evidence[]): Evidence[][] {
  const [first] = evidence.filter((one) => one.ids.some((id) => id.row !== undefined))
  if (first === undefined) return []
  const best = new Map<string, Found<string>>()
  for (const id of first.ids) {
    if (id.row === undefined) continue
    const key = `${id.source}/${id.row}`
    const known = best.get(key)
    if (known === undefined || id.rank < known.rank) best.set(key, id)
  }
  const ids = [...new Set([...best.values()].map((id) => id.value))]
  const everyRow = first.windows.filter((one) => one.rank <= 2).every((one) => one.row !== undefined)
  if (ids.length < 2 || ids.length > 200 || !everyRow || first.windows.length === 0) return []
  return ids.map((id) => {
    const rows = new Set([...best].filter(([, found]) => found.value === id).map(([key]) => key))
    const inRows = (one: { source: string; row?: number | undefined }): boolean =>
      one.row === undefined || rows.has(`${one.source}/${one.row}`)
    return [
      {
        ...first,
        ids: first.ids.filter((one) => one.row !== undefined && inRows(one)),
        windows: first.windows.filter(inRows),
        objects: first.objects.filter(inRows),
      },
    ]
  })
}

// ── from calendars ───────────────────────────────────────────────────────────────────────────────────────────

function fromCalendar(
  event: CalendarEvent,
  all: readonly CalendarEvent[],
  evidence: readonly Evidence[],
  known: readonly string[],
): Notice {
  const doubts = [...event.doubts, ...(evidence[0]?.layer.doubts ?? [])]
  const notes = [reason.calendar()]
  const body = evidence.find((one) => one.windows.some((found) => found.rank <= 2))
  let sources = 1
  if (body !== undefined && all.length === 1) {
    const selected = windowsOf(body).selected
    const agreed = event.windows.every((one) =>
      selected.windows.some((other) => other.startMs === one.startMs && other.endMs === one.endMs),
    )
    if (agreed && event.windows.length > 0) sources += selected.sources.length
    else if (selected.doubts.length === 0 && selected.windows.length > 0)
      doubts.push(reason.conflict('calendar', selected.sources.join('/')))
  }
  const said = chooseStatus(evidence[0]?.statuses ?? [])
  const status = event.status ?? said.value
  if (
    event.status !== undefined &&
    said.sources > 0 &&
    said.doubts.length === 0 &&
    contradicts(event.status, said.value)
  ) {
    doubts.push(reason.statusConflict(`${event.status}, ${said.value}`))
  }
  const impact: NoticeImpact = 'OUTAGE'
  const objects: NoticeObject[] = event.objects.map((object) => ({
    id: object.id,
    impact: object.impact ?? impact,
  }))
  addKnown(objects, known, impact)
  if (event.windows.length === 0 && status !== 'CANCELLED') doubts.push(reason.noWindow())
  if (objects.length === 0 && status !== 'CANCELLED' && status !== 'COMPLETED') doubts.push(reason.noObject())
  const stampMs = event.stampMs ?? evidence[0]?.layer.sentMs
  return finish({
    maintenance_id: event.maintenanceId,
    account: event.account,
    status,
    windows: event.windows.map((one) => windowText(one.startMs, one.endMs, false)),
    objects,
    stampMs,
    organizer: event.organizer === '' ? (evidence[0]?.layer.from ?? '') : event.organizer,
    doubts,
    notes,
    agreement: 0.9 + 0.03 * (sources - 1),
    competing: [],
  })
}

function contradicts(a: NoticeStatus, b: NoticeStatus): boolean {
  const soft = new Set<NoticeStatus>(['CONFIRMED', 'RE-SCHEDULED', 'TENTATIVE'])
  return a !== b && !(soft.has(a) && soft.has(b))
}

// ── from text, tables and other calendars ────────────────────────────────────────────────────────────────────

type WindowResult = {
  all: readonly Reading[]
  selected: Selected
  rival: Selected | undefined
  settledDoubts: Text[]
}

function windowsOf(evidence: Evidence): WindowResult {
  const settled = settle(evidence.windows, evidence.context)
  const readings = [...settled.readings, ...eventReadings(evidence)]
  const selected = selectWindows(readings)
  const rival =
    settled.rival === undefined ? undefined : selectWindows([...settled.rival, ...eventReadings(evidence)])
  const same = rival !== undefined && JSON.stringify(rival.windows) === JSON.stringify(selected.windows)
  const confirmed = selected.sources.includes('calendar')
  return {
    all: readings,
    selected: { ...selected, notes: [...selected.notes, ...settled.notes] },
    rival: same || confirmed ? undefined : rival,
    settledDoubts: same || confirmed ? [] : settled.doubts,
  }
}

function eventReadings(evidence: Evidence): Reading[] {
  return evidence.layer.events.flatMap((event) =>
    event.windows.map((window) => ({
      ...window,
      backup: /\b(?:back-?up|alternate)\b|予備/i.test(event.summary),
      previous: false,
      next: false,
      actual: false,
      rank: 1,
      source: 'calendar' as const,
      row: undefined,
      text: event.summary,
      zone: 'UTC',
      dateOnly: false,
      doubts: event.doubts,
      notes: [],
    })),
  )
}

function hasWindows(one: Evidence): boolean {
  return one.windows.length > 0 || one.layer.events.some((event) => event.windows.length > 0)
}

function fromEvidence(evidence: readonly Evidence[], known: readonly string[]): Notice {
  const newest = evidence[0]
  const base = evidence.find(hasWindows)
  const upTo = base === undefined ? evidence : evidence.slice(0, evidence.indexOf(base) + 1)
  const windows = base === undefined ? undefined : windowsOf(base)
  const withObjects = evidence.find((one) => one.objects.length > 0)
  const eventStatuses: Found<NoticeStatus>[] = (newest?.layer.events ?? []).flatMap((event) =>
    event.status === undefined
      ? []
      : [{ value: event.status, rank: 2, source: 'calendar' as const, text: event.summary }],
  )
  const spoken = upTo.find((one) => one.statuses.length > 0)
  const status = chooseStatus([...eventStatuses, ...(spoken?.statuses ?? [])])
  const lettersWithId = upTo.some((one) => one.ids.length > 0) ? upTo : evidence
  const objects = objectsOf(withObjects, known)
  const accounts = evidence.flatMap((one) => one.accounts.map((account) => account.value))
  const id = chooseId(
    lettersWithId.flatMap((one) => one.ids),
    [...objects.value.map((object) => object.id), ...accounts],
    evidence.map((one) => one.layer.text).join('\n'),
  )
  const doubts = [
    ...id.doubts,
    ...status.doubts,
    ...objects.doubts,
    ...(windows?.selected.doubts ?? []),
    ...(windows?.settledDoubts ?? []),
    ...(newest?.layer.doubts ?? []),
  ]
  const missed =
    withObjects === undefined
      ? []
      : missedIds(
          objects.value.map((object) => object.id),
          withObjects.context.text,
          [id.value, ...accounts, ...withObjects.objects.map((one) => one.value.id)],
        )
  if (missed.length > 0) doubts.push(reason.missedObjects(missed.slice(0, 4).join(', ')))
  for (const text of base?.unread.slice(0, 3) ?? evidence.flatMap((one) => one.unread).slice(0, 3))
    doubts.push(reason.unreadTime(text))
  doubts.push(...looseDoubts(base, windows))
  const settledState = status.value === 'CANCELLED' || status.value === 'COMPLETED'
  if ((windows === undefined || windows.selected.windows.length === 0) && !(settledState && id.value !== ''))
    doubts.push(reason.noWindow())
  if (objects.value.length === 0 && !(settledState && id.value !== '')) doubts.push(reason.noObject())
  if (windows !== undefined && base !== undefined && isFar(windows.selected, evidence, status.value))
    doubts.push(reason.farWindow())
  const nothing = windows === undefined && id.value === '' && objects.value.length === 0
  const unread = evidence.flatMap((one) => one.layer.unread)
  if (doubts.length > 0) doubts.push(...unread.map((text) => reason.unread(text)))
  const sources = windows?.selected.sources.length ?? 0
  return finish({
    maintenance_id: id.value,
    account: chooseAccount(evidence),
    status: status.value,
    windows: (windows?.selected.windows ?? []).map((one) => windowText(one.startMs, one.endMs, one.backup)),
    objects: objects.value,
    stampMs: newest?.layer.sentMs,
    organizer:
      evidence.findLast((one) => one.layer.from !== '' && (one === base || one === newest))?.layer.from ?? '',
    doubts: nothing ? [reason.notANotice(), ...unread.map((text) => reason.unread(text))] : doubts,
    notes: [
      sourceNote(windows?.selected.sources ?? []),
      ...(windows?.selected.notes ?? []),
      ...status.notes,
      ...objects.notes,
    ],
    agreement: 0.55 + 0.12 * Math.min(3, sources) + (id.sources > 1 ? 0.08 : 0),
    competing: competingOf(windows),
  })
}

function sourceNote(sources: readonly string[]): Text {
  if (sources.length === 0) return reason.noWindow()
  return sources.length === 1 ? reason.single(sources[0] ?? '') : reason.agreeing(sources)
}

function competingOf(result: WindowResult | undefined): CompetingReading[] {
  const competing: CompetingReading[] = []
  if (result === undefined) return competing
  const text = (windows: Selected['windows']): NoticeWindow[] =>
    windows.map((one) => windowText(one.startMs, one.endMs, one.backup))
  const [because] = result.settledDoubts
  if (result.rival !== undefined && because !== undefined)
    competing.push({ windows: text(result.rival.windows), because })
  if (result.selected.rivals.length > 0) {
    const conflict = result.selected.doubts[0]
    if (conflict !== undefined) competing.push({ windows: text(result.selected.rivals), because: conflict })
  }
  return competing
}

/** A date under a label of time that lies in none of the windows: something was passed over. */
function looseDoubts(base: Evidence | undefined, windows: WindowResult | undefined): Text[] {
  if (base === undefined || windows === undefined) return []
  const near = windows.all.map(
    (one) => [one.startMs - 86_400_000 * 1.5, one.endMs + 86_400_000 * 1.5] as const,
  )
  const loose = base.loose.filter(
    (date) =>
      !date.readings.some((one) =>
        near.some(([from, until]) => {
          const day = Date.UTC(one.year ?? new Date(from).getUTCFullYear(), one.month - 1, one.day)
          return (
            (day >= from && day < until) ||
            (one.year === undefined &&
              Date.UTC(new Date(until).getUTCFullYear(), one.month - 1, one.day) < until &&
              Date.UTC(new Date(until).getUTCFullYear(), one.month - 1, one.day) >= from)
          )
        }),
      ),
  )
  const [first] = loose
  const [one] = first?.readings ?? []
  return one === undefined ? [] : [reason.unreadTime(`${one.year ?? ''}-${one.month}-${one.day}`)]
}

const YEARS_AHEAD_MAX = 3

/** A plan long past or years ahead of every date on which the mail can have been written. */
function isFar(selected: Selected, evidence: readonly Evidence[], status: NoticeStatus): boolean {
  const first = selected.windows.find((one) => !one.backup)
  if (first === undefined || status === 'COMPLETED' || status === 'CANCELLED' || status === 'IN-PROCESS')
    return false
  const written = evidence.flatMap((one) => {
    const sent = one.context.sentDates.flatMap((date) =>
      date.readings
        .filter((each) => each.year !== undefined)
        .map((each) => Date.UTC(each.year ?? 0, each.month - 1, each.day)),
    )
    return one.layer.sentMs === undefined ? sent : [one.layer.sentMs, ...sent]
  })
  if (written.length === 0) return false
  return !written.some((ms) => {
    const lead = daysBetween(first.endMs, ms)
    return lead >= -7 && lead <= YEARS_AHEAD_MAX * 366
  })
}

function objectsOf(
  evidence: Evidence | undefined,
  known: readonly string[],
): { value: NoticeObject[]; doubts: Text[]; notes: Text[] } {
  const overall = chooseImpact(evidence?.impacts ?? [])
  const found = evidence?.objects ?? []
  const best = Math.min(...found.map((one) => (one.row !== undefined ? 1 : one.rank)), 9)
  const kept = found.filter((one) => one.row !== undefined || one.rank <= Math.max(best, 2))
  const rows = kept.filter((one) => one.row !== undefined)
  // A table of circuits is the list; labels beside it often repeat one of them or name something broader.
  const used =
    rows.length > 0 ? [...rows, ...kept.filter((one) => one.row === undefined && one.rank === 1)] : kept
  const objects: NoticeObject[] = []
  for (const one of used) {
    const same = objects.find((other) => plain(other.id) === plain(one.value.id))
    if (same === undefined) objects.push({ id: one.value.id, impact: one.value.impact ?? overall.value })
  }
  addKnown(objects, known, overall.value)
  return {
    value: objects,
    doubts: differing(used) ? [reason.objectConflict()] : [],
    notes: objects.length > 0 ? overall.notes : [],
  }
}

function plain(id: string): string {
  return id.toUpperCase().replace(/\s+/g, '')
}

/** Two documents of one mail that list objects list the same ones, or one lists fewer. */
function differing(found: readonly ObjectFound[]): boolean {
  const bySource = new Map<string, Set<string>>()
  for (const one of found)
    bySource.set(one.source, (bySource.get(one.source) ?? new Set()).add(plain(one.value.id)))
  const sets = [...bySource.values()]
  return sets.some((a, index) =>
    sets.slice(index + 1).some((b) => ![...a].every((id) => b.has(id)) && ![...b].every((id) => a.has(id))),
  )
}

function addKnown(objects: NoticeObject[], known: readonly string[], impact: NoticeImpact): void {
  for (const id of known) if (!objects.some((object) => sameId(object.id, id))) objects.push({ id, impact })
}

// ── the entry ────────────────────────────────────────────────────────────────────────────────────────────────

type Draft = Pick<Notice, 'maintenance_id' | 'status' | 'windows' | 'objects' | 'organizer'> & {
  account: string | undefined
  stampMs: number | undefined
  doubts: Text[]
  notes: Text[]
  agreement: number
  competing: CompetingReading[]
}

function finish(draft: Draft): Notice {
  const doubts = unique(draft.doubts)
  const review = doubts.length > 0
  const confidence = Math.min(
    0.99,
    review ? Math.min(0.5, draft.agreement - 0.1 * doubts.length) : draft.agreement,
  )
  return {
    maintenance_id: draft.maintenance_id,
    ...(draft.account === undefined || draft.account === '' ? {} : { account: draft.account }),
    status: draft.status,
    windows: draft.windows,
    objects: draft.objects,
    stamp: draft.stampMs === undefined ? null : instantText(draft.stampMs),
    organizer: draft.organizer,
    needs_review: review,
    confidence: Math.round(Math.max(0.05, confidence) * 100) / 100,
    reasons: [...doubts, ...unique(draft.notes)],
    ...(draft.competing.length > 0 ? { competing: draft.competing } : {}),
  }
}

function windowText(startMs: number, endMs: number, backup: boolean): NoticeWindow {
  return { start: instantText(startMs), end: instantText(endMs), backup }
}

/** ISO 8601 UTC without milliseconds. */
function instantText(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
