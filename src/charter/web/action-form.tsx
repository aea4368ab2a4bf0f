import { dayAfter } from '../../web/civil-day.ts'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../people/web/people-query.ts'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { findingsQuery } from './clause-query.ts'
import { words } from './clause-words.ts'
import { Area, Input, Sheet, type Values } from './fields.tsx'
import { PersonChoice } from './person-choice.tsx'
import { useRecorded } from './sending.ts'
import { useDays } from './standing.ts'

const USUAL_DAYS = 30

/** Makes findings a corrective action; what nobody has found yet is found here first. */
export function ActionForm({ clause, close }: { clause: string; close: () => void }) {
  const say = useSay()
  const { today } = useDays()
  const recorded = useRecorded()
  const { data: me } = useQuery(meQuery)
  const found = (useQuery(findingsQuery(clause)).data?.rows ?? []).filter(
    ({ state }) => state === 'unplanned',
  )
  const plan = async (values: Values, form: FormData): Promise<Text | undefined> => {
    const findings = form.getAll('finding').filter((one) => typeof one === 'string')
    const seen = values('seen')
    if (findings.length === 0 && seen === '') return words.needsFinding
    if (seen !== '') findings.push(await openedFinding(clause, seen))
    await send('/api/improvement/actions', {
      findings,
      what: values('what'),
      owner: values('owner'),
      due: values('due'),
    })
    close()
    recorded(words.planned)
    return undefined
  }
  return (
    <Sheet title={words.openAction} send={words.plan} onSend={plan} onCancel={close}>
      {found.length > 0 && (
        <fieldset className="field wide">
          <legend>{say(words.whatFindings)}</legend>
          {found.map((finding, place) => (
            <label key={finding.id} className="tick">
              <input type="checkbox" name="finding" value={finding.id} defaultChecked={place === 0} />{' '}
              {finding.because.map((because) => say(because)).join(' ')}
            </label>
          ))}
        </fieldset>
      )}
      <Area label={words.newFinding} name="seen" rows={2} required={found.length === 0} />
      <Area label={words.whatToDo} name="what" rows={2} />
      <PersonChoice label={words.owner} name="owner" initial={me?.person?.id ?? ''} />
      <Input label={words.dueDay} name="due" type="date" initial={dayAfter(today, USUAL_DAYS)} min={today} />
    </Sheet>
  )
}

async function openedFinding(clause: string, because: string): Promise<string> {
  const { id } = await send<{ id: string }>('/api/improvement/findings', { clause, objects: [], because })
  return id
}
