import { joined } from '../time/expression.ts'
import type { Point, Span } from '../time/expression.ts'
import { hasDate, scan, spanOf, windowOf } from './window-state.ts'
import type { Marks, Slot, State } from './window-state.ts'

/** Puts together windows whose start and end, or whose date and time, stand under labels of their own. */

export function startSlot(
  state: State,
  start: Point,
  marks: Marks,
  text: string,
  minutes: number | undefined,
): void {
  finish(state)
  state.slot = { start, marks, text, ...(minutes === undefined ? {} : { minutes }) }
}

/** A date or a time alone completes a start or end that lacks it. */
export function fillSlot(state: State, point: Point): boolean {
  const slot = state.slot
  if (slot === undefined) return false
  for (const key of ['start', 'end'] as const) {
    const one = slot[key]
    if (one === undefined) continue
    if (point.time !== undefined && one.time === undefined) {
      slot[key] = joined(one, point)
      return true
    }
    if (point.date !== undefined && one.date === undefined && one.day === undefined) {
      slot[key] = {
        ...one,
        date: point.date,
        ...(point.weekday === undefined ? {} : { weekday: point.weekday }),
      }
      return true
    }
  }
  return false
}

export function readEnd(state: State, role: 'start' | 'end', value: string, marks: Marks): void {
  const result = scan(state, value)
  const whole = result.spans.find((span) => span.start.time !== undefined && span.end.time !== undefined)
  if (whole !== undefined && hasDate(whole)) {
    finish(state)
    state.found.push(windowOf(state, whole, marks, value, 1))
    return
  }
  const written = result.points.at(0) ?? result.spans[0]?.start
  if (written === undefined) return
  // Each end keeps the zone of its own label: `Start (UTC)` beside `End (SAST)`.
  const point: Point =
    written.zones === undefined && written.time !== undefined && marks.zones !== undefined
      ? { ...written, zones: marks.zones }
      : written
  const others = twinsOf(point, [
    ...(point.twin === undefined ? [] : [point.twin]),
    ...result.points.slice(1),
  ])
  const slot = state.slot
  if (role === 'end' && slot?.start !== undefined && slot.end === undefined && isOneEndOf(slot, marks)) {
    // `End (previous)`, `End (new)` behind one start: each is a window with it.
    state.found.push(windowOf(state, spanOf(slot.start, point), marks, `${slot.text} ~ ${value}`, 1))
    slot.ended = true
    return
  }
  const sameKind =
    slot !== undefined &&
    slot.marks.backup === marks.backup &&
    slot.marks.previous === marks.previous &&
    (slot.marks.actual === marks.actual ||
      // What has begun has an end that is still awaited: `Started`, `Estimated completion`.
      (role === 'end' && slot.marks.actual && state.found.length === 0 && slot.end === undefined))
  const existing = slot?.[role]
  if (slot !== undefined && sameKind && existing !== undefined && addTwinEnd(slot, role, existing, point))
    return
  if (
    slot !== undefined &&
    sameKind &&
    existing !== undefined &&
    (role === 'end' || slot.end === undefined) &&
    complements(existing, point)
  ) {
    slot[role] = merge(existing, point)
    return
  }
  if (role === 'end' && slot !== undefined && sameKind && slot.end === undefined) {
    slot.end = point
    slot.text = `${slot.text} ~ ${value}`
    if (slot.twins !== undefined) slot.twins.end = others
    return
  }
  finish(state)
  state.slot = { [role]: point, marks, text: value }
  if (role === 'start' && others.length > 0) state.slot.twins = { start: others, end: [] }
  if (role === 'start' && point.date === undefined && state.dates !== undefined)
    state.slot.start = joined(state.dates.point, point)
}

/** `Start (JST)`, `Start (UTC)`, `End (JST)`, `End (UTC)`: the second of each is the first in another zone. */
function addTwinEnd(slot: Slot, role: 'start' | 'end', first: Point, second: Point): boolean {
  const [zone, other] = [first.zones?.[0]?.name, second.zones?.[0]?.name]
  if (zone === undefined || other === undefined || zone === other || second.time === undefined) return false
  if (role === 'start' && slot.end !== undefined) return false
  const twins = slot.twins ?? { start: [], end: [] }
  if (role === 'end' && twins.end.length >= twins.start.length) return false
  twins[role].push(second.date === undefined ? joined(first, second) : second)
  slot.twins = twins
  return true
}

function isOneEndOf(slot: Slot, marks: Marks): boolean {
  return (
    slot.marks.backup === marks.backup &&
    slot.marks.actual === marks.actual &&
    !slot.marks.previous &&
    !slot.marks.next &&
    (marks.previous || marks.next)
  )
}

/** Moments beside the first that are it in another zone; what they leave out of the date they share with it. */
export function twinsOf(point: Point, others: readonly Point[]): Point[] {
  const zone = point.zones?.[0]?.name
  if (zone === undefined || point.time === undefined) return []
  return others.flatMap((other) => {
    if (other.time === undefined || other.zones === undefined || other.zones[0]?.name === zone) return []
    return [other.date === undefined ? joined(point, other) : other]
  })
}

/** The same window in another zone, where both ends repeat themselves in it. */
export function addTwin(state: State, span: Span, marks: Marks, text: string, rank: number): void {
  const [start] = span.start.twin === undefined ? [] : twinsOf(span.start, [span.start.twin])
  const dated = span.end.date === undefined ? { ...span.end, date: span.start.date } : span.end
  const [end] = span.end.twin === undefined ? [] : twinsOf(dated, [span.end.twin])
  if (start !== undefined && end !== undefined)
    state.found.push({ ...windowOf(state, spanOf(start, end), marks, text, rank), twin: true })
}

function complements(a: Point, b: Point): boolean {
  return (
    (a.time === undefined && b.time !== undefined && b.date === undefined) ||
    (a.date === undefined && a.day === undefined && b.date !== undefined && b.time === undefined)
  )
}

function merge(a: Point, b: Point): Point {
  const date = a.date === undefined ? b : a
  const time = a.time === undefined ? b : a
  return {
    ...joined(date, time),
    ...((time.zones ?? date.zones) === undefined ? {} : { zones: time.zones ?? date.zones }),
  }
}

/** Closes an open start: a window with its end, a start without end, or times that wait for their date. */
export function finish(state: State): void {
  const slot = state.slot
  state.slot = undefined
  if (slot?.start === undefined || slot.ended === true) return
  const { start } = slot
  if (start.date === undefined && slot.end?.date === undefined) {
    if (slot.end !== undefined)
      state.times.push(windowOf(state, spanOf(start, slot.end), slot.marks, slot.text, 1))
    return
  }
  if (slot.end !== undefined) {
    state.found.push(windowOf(state, spanOf(start, slot.end), slot.marks, slot.text, 1))
    const { start: starts = [], end: ends = [] } = slot.twins ?? {}
    for (const [index, one] of starts.entries()) {
      const end = ends[index]
      if (end !== undefined)
        state.found.push({ ...windowOf(state, spanOf(one, end), slot.marks, slot.text, 1), twin: true })
    }
    return
  }
  if (start.time === undefined) return
  const found = windowOf(state, spanOf(start, start), slot.marks, slot.text, 1)
  state.found.push({
    ...found,
    noEnd: true,
    minutes: slot.minutes,
    ...(slot.minutesNamed === true ? { minutesNamed: true } : {}),
  })
}
