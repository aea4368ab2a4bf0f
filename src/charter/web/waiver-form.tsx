import { dayAfter } from '../../web/civil-day.ts'
import { send } from '../../web/fetching.ts'
import { beginOfDay, endOfDay } from './civil-input.ts'
import type { Clause } from './chapters.ts'
import { words } from './clause-words.ts'
import { Area, Input, linesOf, Sheet, type Values } from './fields.tsx'
import { useRecorded } from './sending.ts'
import { useDays } from './standing.ts'

const USUAL_DAYS = 30

/** Asks that named objects may fail the clause for a while; what fails now is filled in. */
export function WaiverForm({ clause, close }: { clause: Clause; close: () => void }) {
  const { zone, today } = useDays()
  const recorded = useRecorded()
  const ask = async (values: Values) => {
    const from = values('from')
    await send('/api/charter/waivers', {
      clause: clause.entry.id,
      objects: linesOf(values('objects')),
      reason: values('reason'),
      ...(from > today && { from: beginOfDay(from, zone) }),
      until: endOfDay(values('until'), zone),
    })
    close()
    recorded(words.asked)
    return undefined
  }
  return (
    <Sheet title={words.askWaiver} lead={words.waiversLead} send={words.ask} onSend={ask} onCancel={close}>
      <Area label={words.waiverObjects} name="objects" initial={faultsOf(clause).join('\n')} mono />
      <Area label={words.whyWaiver} name="reason" />
      <Input label={words.fromDay} name="from" type="date" initial={today} min={today} />
      <Input
        label={words.waiverUntil}
        name="until"
        type="date"
        initial={dayAfter(today, USUAL_DAYS)}
        min={today}
      />
    </Sheet>
  )
}

/** The objects that fail the clause now, each once. */
function faultsOf(clause: Clause): string[] {
  const failing = (clause.verdict?.controls ?? []).flatMap(({ because }) =>
    because.filter(({ verdict }) => verdict === 'fail'),
  )
  return [...new Set(failing.flatMap(({ objects }) => objects))]
}
