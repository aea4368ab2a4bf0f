import { useQuery } from '@tanstack/react-query'
import { Field, Form, Problem } from '../../../people/web/form.tsx'
import { meQuery } from '../../../people/web/people-query.ts'
import { useWhen } from '../../../people/web/zone.ts'
import type { Text } from '../../../platform/text.ts'
import { useSay } from '../../../web/language.tsx'
import { Unread } from '../../../web/unread.tsx'
import type { ActionPage, FindingRow } from '../page.ts'
import { Area, DateField, PersonField } from './fields.tsx'
import { actionQuery } from './improvement-query.ts'
import { useLastDay } from './last-day.ts'
import { useSending } from './pages.tsx'
import { words } from './words.ts'

/** One action in full: what it is about, its history, and what comes next. */
export function ActionDetail({ id, onClose }: { id: string; onClose: () => void }) {
  const query = useQuery(actionQuery(id))
  if (query.data === undefined) return <Unread query={query} />
  return <Action action={query.data} onClose={onClose} />
}

function Action({ action, onClose }: { action: ActionPage; onClose: () => void }) {
  const say = useSay()
  const when = useWhen()
  const day = useLastDay()
  const { what, owner, due, state, overdue, reopened, targets, history } = action
  return (
    <section className="chosen" aria-labelledby="action-title">
      <div className="chosen-head">
        <h2 id="action-title">{what}</h2>
        <button type="button" className="button" onClick={onClose}>
          {say(words.close)}
        </button>
      </div>
      <p>
        {say(words.states[state])} ・ {say(words.owner)} {say(owner.name)} ・ {say(words.due)} {day(due)}
        {overdue && <span className="late"> {say(words.overdue)}</span>}
        {reopened > 0 && ` ・ ${say(words.reopened(reopened))}`}
      </p>
      {targets.length > 0 && (
        <>
          <h3>{say(words.targets)}</h3>
          <ul className="targets">
            {targets.map(({ control, object, at_fault }) => (
              <li key={`${control} ${object}`}>
                <code>{object}</code> <span className="soft">{control}</span>{' '}
                <span className={at_fault ? 'late' : 'soft'}>
                  {say(at_fault ? words.stillFails : words.holdsNow)}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{say(words.history)}</h3>
      <ol className="history">
        {history.map((step, at) => (
          <li key={`${step.type} ${step.at} ${at}`}>
            <span className="soft">{when(step.at)}</span>{' '}
            <b>{say(words.steps[step.type] ?? { ja: step.type, en: step.type })}</b> {say(step.by.name)}
            {step.remark !== undefined && <p>{step.remark}</p>}
          </li>
        ))}
      </ol>
      <Next action={action} />
    </section>
  )
}

/** What may be said of it next; the server says whether this person may. */
function Next({ action: { id, state } }: { action: ActionPage }) {
  const say = useSay()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const { busy, error, times, sending } = useSending()
  const path = `/api/improvement/actions/${encodeURIComponent(id)}`
  if (state === 'open')
    return permissions.includes('improvement.plan') ? (
      <div className="verb">
        <Form key={times} onSend={({ what }) => void sending(`${path}/done`, { what })}>
          <Area label={words.whatDone} name="what" />
          <button type="submit" className="button" disabled={busy}>
            {say(words.doneDo)}
          </button>
        </Form>
        <Problem error={error} />
      </div>
    ) : null
  if (state === 'closed' || !permissions.includes('improvement.approve-done')) return null
  const verb = state === 'done' ? 'verify' : 'effect'
  const [yes, no] = state === 'done' ? [words.verifyYes, words.verifyNo] : [words.effectYes, words.effectNo]
  return (
    <div className="verb">
      <p className="soft">{say(words.another)}</p>
      <Saying
        key={times}
        yes={yes}
        no={no}
        busy={busy}
        onSay={(said) => void sending(`${path}/${verb}`, said)}
      />
      <Problem error={error} />
    </div>
  )
}

type SayingProps = {
  yes: Text
  no: Text
  busy: boolean
  onSay: (said: { holds: boolean; remark: string }) => void
}

/** A remark, and whether it holds: two buttons of one form. */
function Saying({ yes, no, busy, onSay }: SayingProps) {
  const say = useSay()
  return (
    <form
      className="people-form"
      onSubmit={(event) => {
        event.preventDefault()
        const { nativeEvent } = event
        const by = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null
        const remark = new FormData(event.currentTarget).get('remark')
        onSay({ holds: by?.getAttribute('value') !== 'no', remark: typeof remark === 'string' ? remark : '' })
      }}
    >
      <Area label={words.remark} name="remark" />
      <div className="buttons">
        <button type="submit" value="yes" className="button" disabled={busy}>
          {say(yes)}
        </button>
        <button type="submit" value="no" className="button" disabled={busy}>
          {say(no)}
        </button>
      </div>
    </form>
  )
}

/** Makes one finding an action. */
export function PlanForm({ finding, onClose }: { finding: FindingRow; onClose: () => void }) {
  const say = useSay()
  const { busy, error, sending } = useSending()
  const plan = ({ what, owner, due, effect_days }: Record<string, string>) =>
    void sending('/api/improvement/actions', {
      findings: [finding.id],
      what,
      owner,
      due,
      effect_days: Number(effect_days),
    })
  return (
    <section className="chosen" aria-labelledby="plan-title">
      <div className="chosen-head">
        <h2 id="plan-title">
          {finding.clause} {say(words.kinds[finding.kind])}
        </h2>
        <button type="button" className="button" onClick={onClose}>
          {say(words.close)}
        </button>
      </div>
      {finding.because.map((text) => (
        <p key={text.en}>{say(text)}</p>
      ))}
      <p className="soft">
        <code>{finding.objects.join(' ')}</code>
      </p>
      <Form onSend={plan}>
        <Area label={words.whatToDo} name="what" />
        <PersonField label={words.owner} name="owner" />
        <DateField label={words.due} name="due" />
        <Field label={words.effectDays} name="effect_days" initial="90" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.planDo)}
        </button>
      </Form>
      <Problem error={error} />
    </section>
  )
}
