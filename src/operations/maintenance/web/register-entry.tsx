import { useState } from 'react'
import { dayOf } from '../../../charter/web/civil-input.ts'
import { Area, Choice, Input, linesOf, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { useMay } from '../../../charter/web/standing.ts'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { ShownEntry } from '../register/page.ts'
import { instantAt } from './days.ts'
import { Deadline } from './register-deadline.tsx'
import { EntryForm } from './register-form.tsx'
import type { Register } from './register-query.ts'
import { registerWords as words } from './register-words.ts'
import { words as common } from './words.ts'

/** One entry of the register, what can be done with it, and where it is changed. */
export function EntryPage({
  register,
  entry,
  form,
}: {
  register: Register
  entry: ShownEntry
  form: string | undefined
}) {
  const say = useSay()
  const day = (instant: string): Text => civilDate(dayOf(instant, register.zone), false)
  return (
    <section aria-labelledby="entry-title" className="register">
      <p>
        <Link href={paths.maintenance({ view: 'register' })}>{say(words.back)}</Link>
      </p>
      <h2 id="entry-title">
        {say(entry.party_name)} <span className="soft">{entry.id}</span>
      </h2>
      <dl>
        <dt>{say(words.channel)}</dt>
        <dd>
          {say(words.channels[entry.channel])}
          {entry.portal !== undefined && (
            <>
              {' '}
              <a href={entry.portal.url} rel="noreferrer noopener" target="_blank">
                {say(words.openPage)}
              </a>
            </>
          )}
        </dd>
        <dt>{say(words.lines)}</dt>
        <dd>{entry.lines.length === 0 ? '―' : entry.lines.join(', ')}</dd>
        <dt>{say(words.heard)}</dt>
        <dd>{say(entry.heard_at === undefined ? words.never : day(entry.heard_at))}</dd>
        <dt>{say(words.alarm)}</dt>
        <dd>
          <Deadline entry={entry} at={register.at} day={day} />
        </dd>
        <dt>{say(words.contactsOf)}</dt>
        <dd>
          <ul>
            {entry.contacts.map(({ role, address, phone }) => (
              <li key={`${role} ${address ?? phone ?? ''}`}>
                {role} <code>{address ?? phone ?? ''}</code>
              </li>
            ))}
          </ul>
        </dd>
        <dt>{say(words.reschedule)}</dt>
        <dd>{say(words.reschedules[entry.reschedule])}</dd>
      </dl>
      {form === 'edit' ? (
        <EntryForm register={register} entry={entry} />
      ) : form === 'work' ? (
        <PageNoticeForm register={register} entry={entry} />
      ) : (
        <Verbs entry={entry} />
      )}
    </section>
  )
}

function Verbs({ entry }: { entry: ShownEntry }) {
  const say = useSay()
  const may = useMay()
  const recorded = useRecorded()
  const { busy, error, run } = useDoing()
  const [asked, setAsked] = useState(false)
  const [edits, decides] = [may('maintenance.register'), may('maintenance.decide')]
  const at = (form: string): string => paths.maintenance({ view: 'register', entry: entry.id, form })
  const contact = (kind: 'portal-checked' | 'spoke', said: Text) =>
    run(async () => {
      await send(`/api/maintenance/register/${encodeURIComponent(entry.id)}/contacts`, { kind, note: '' })
      recorded(said)
    })
  const remove = () =>
    run(async () => {
      await send('/api/maintenance/register/proposals', { entry: entry.id, content: null, note: '' })
      setAsked(true)
      recorded(words.proposed)
    })
  return (
    <>
      <p className="register-verbs unprinted">
        {entry.portal !== undefined && decides.may && (
          <>
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() => void contact('portal-checked', words.looked)}
            >
              {say(words.look)}
            </button>
            <Link className="button" keepScroll href={at('work')}>
              {say(words.fromPage)}
            </Link>
          </>
        )}
        {decides.may && (
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => void contact('spoke', words.spoken)}
          >
            {say(words.spoke)}
          </button>
        )}
        {edits.may && (
          <>
            <Link className="button" keepScroll href={at('edit')}>
              {say(words.edit)}
            </Link>
            <button type="button" className="button" disabled={busy || asked} onClick={() => void remove()}>
              {say(words.remove)}
            </button>
          </>
        )}
        {edits.why !== undefined && <span className="why-not">{say(edits.why)}</span>}
      </p>
      <Problem error={error} />
    </>
  )
}

const IMPACTS = ['OUTAGE', 'DEGRADED', 'REDUCED-REDUNDANCY', 'NO-IMPACT'] as const
const STATUSES = ['CONFIRMED', 'TENTATIVE', 'RE-SCHEDULED', 'CANCELLED', 'COMPLETED'] as const
const CLOCK = '([01]?[0-9]|2[0-3]):[0-5][0-9]'

/** Work as a page that sends no mail has it, typed by whoever looked. */
function PageNoticeForm({ register, entry }: { register: Register; entry: ShownEntry }) {
  const go = useGo()
  const recorded = useRecorded()
  const today = dayOf(register.at, register.zone)
  const close = () => go(paths.maintenance({ view: 'register', entry: entry.id }), { replace: true })
  const put = async (values: Values): Promise<Text | undefined> => {
    const [start, end] = (['from', 'until'] as const).map((name) =>
      instantAt(values(name), values(`${name}_time`), register.zone),
    )
    if (start === undefined || end === undefined || end <= start) return words.endsFirst
    const impact = values('impact')
    await send(`/api/maintenance/register/${encodeURIComponent(entry.id)}/notices`, {
      number: values('number'),
      status: values('status'),
      windows: [{ start, end, backup: false }],
      objects: linesOf(values('lines')).map((said) => ({ said, impact })),
      note: '',
    })
    close()
    recorded(words.recorded)
    return undefined
  }
  return (
    <Sheet title={words.fromPage} lead={words.fromPageLead} send={words.record} onSend={put} onCancel={close}>
      <Input label={words.workNumber} name="number" />
      <Choice
        label={words.status}
        name="status"
        options={STATUSES.map((value) => ({ value, word: common.statuses[value] }))}
      />
      <Choice
        label={words.impact}
        name="impact"
        options={IMPACTS.map((value) => ({ value, word: common.impacts[value] }))}
      />
      {(['from', 'until'] as const).map((name) => (
        <div key={name} className="moment">
          <Input label={words[name]} name={name} type="date" initial={today} />
          <Input label={words.time} name={`${name}_time`} pattern={CLOCK} initial="" />
        </div>
      ))}
      <Area label={words.workLines} hint={words.sendersHint} name="lines" rows={2} mono />
    </Sheet>
  )
}
