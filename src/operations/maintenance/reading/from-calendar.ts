import type { CalendarEvent } from '../calendar/event.ts'
import type { Notice, NoticeObject, NoticeStatus } from '../notice.ts'
import { chooseStatus } from './choice.ts'
import { addKnown } from './circuits.ts'
import { entryOf, windowText } from './entry.ts'
import type { Evidence } from './evidence.ts'
import { planOf } from './plan.ts'
import { reason } from './reason.ts'

/** Reads a maintenance calendar (BCOP): its fields are statements; the body of the mail is compared with them. */
export function fromCalendar(
  event: CalendarEvent,
  alone: boolean,
  evidence: readonly Evidence[],
  known: readonly string[],
): Notice {
  const [newest] = evidence
  const doubts = [...event.doubts, ...(newest?.layer.doubts ?? [])]
  const body = alone ? evidence.find((one) => one.windows.some((found) => found.rank <= 2)) : undefined
  let agreeing = 0
  if (body !== undefined) {
    // The event itself is left out, so that it does not confirm itself.
    const { selected, doubts: open } = planOf({ ...body, layer: { ...body.layer, events: [] } })
    const agreed =
      event.windows.length > 0 &&
      event.windows.every((one) =>
        selected.windows.some((other) => other.startMs === one.startMs && other.endMs === one.endMs),
      )
    if (agreed) agreeing = selected.sources.length
    else if (open.length === 0 && selected.windows.length > 0)
      doubts.push(reason.conflict('calendar', selected.sources.join('/')))
  }
  const said = chooseStatus(newest?.statuses ?? [])
  const status = event.status ?? said.value
  if (
    event.status !== undefined &&
    said.sources > 0 &&
    said.doubts.length === 0 &&
    contradicts(event.status, said.value)
  ) {
    doubts.push(reason.statusConflict(`${event.status}, ${said.value}`))
  }
  const objects: NoticeObject[] = event.objects.map((object) => ({
    id: object.id,
    impact: object.impact ?? 'OUTAGE',
  }))
  addKnown(objects, known, 'OUTAGE')
  if (event.windows.length === 0 && status !== 'CANCELLED') doubts.push(reason.noWindow())
  if (objects.length === 0 && status !== 'CANCELLED' && status !== 'COMPLETED') doubts.push(reason.noObject())
  return entryOf({
    maintenance_id: event.maintenanceId,
    account: event.account,
    status,
    windows: event.windows.map((one) => windowText({ ...one, backup: false })),
    objects,
    stampMs: event.stampMs ?? newest?.layer.sentMs,
    organizer: event.organizer === '' ? (newest?.layer.from ?? '') : event.organizer,
    doubts,
    notes: [reason.calendar()],
    agreement: 0.9 + 0.03 * agreeing,
    competing: [],
    ...(event.uid === '' ? {} : { edition: { uid: event.uid.slice(0, 255), sequence: event.sequence } }),
  })
}

/** A notice may be confirmed, tentative or changed at once; what is over, under way or cancelled is nothing else. */
function contradicts(a: NoticeStatus, b: NoticeStatus): boolean {
  const plans = new Set<NoticeStatus>(['CONFIRMED', 'RE-SCHEDULED', 'TENTATIVE'])
  return a !== b && !(plans.has(a) && plans.has(b))
}
