import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { dayOf } from '../../../charter/web/civil-input.ts'
import { useMay, useNaming } from '../../../charter/web/standing.ts'
import { useRecorded } from '../../../charter/web/sending.ts'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import type { Text } from '../../../platform/text.ts'
import { civilDate, instantLine } from '../../../web/civil.ts'
import { DataTable, type Column } from '../../../web/data-table.tsx'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { paths, type MaintenancePlace } from '../../../web/paths.ts'
import { StateMark } from '../../../web/state.tsx'
import { Unread } from '../../../web/unread.tsx'
import type { ShownEntry } from '../register/page.ts'
import { Deadline, deadlineOf } from './register-deadline.tsx'
import { EntryPage } from './register-entry.tsx'
import { EntryForm } from './register-form.tsx'
import { registerQuery, type Register, type WaitingChange } from './register-query.ts'
import { registerWords as words } from './register-words.ts'

const NAMED_MAX = 12

/** The register of external lines and services: what stands, what is missing, what waits for approval. */
export function RegisterView() {
  const say = useSay()
  const query = useQuery(registerQuery)
  const place: MaintenancePlace = usePlace()
  if (query.data === undefined) return <Unread query={query} />
  const register = query.data
  const entry = register.entries.find(({ id }) => id === place.entry)
  if (entry !== undefined) return <EntryPage register={register} entry={entry} form={place.form} />
  const adding = place.form === 'add' || place.entry !== undefined
  return (
    <section aria-labelledby="register-title" className="register">
      <h2 id="register-title">{say(words.title)}</h2>
      <p className="register-lead">{say(words.lead)}</p>
      <Without ids={register.without_entry} />
      {register.proposals.length > 0 && <Waiting register={register} />}
      {register.entries.length === 0 ? (
        <p className="soft">{say(words.none)}</p>
      ) : (
        <Entries register={register} />
      )}
      <AddEntry register={register} adding={adding} />
    </section>
  )
}

function Without({ ids }: { ids: readonly string[] }) {
  const say = useSay()
  if (ids.length === 0) return null
  const named = `${ids.slice(0, NAMED_MAX).join(', ')}${ids.length > NAMED_MAX ? ' …' : ''}`
  return (
    <p className="register-without state-fail">
      <StateMark state="fail" /> {say(words.without(named, ids.length))}
    </p>
  )
}

function AddEntry({ register, adding }: { register: Register; adding: boolean }) {
  const say = useSay()
  const may = useMay()('maintenance.register')
  if (adding && may.may) return <EntryForm register={register} entry={undefined} />
  return (
    <p className="register-verbs unprinted">
      {may.may ? (
        <Link className="button" keepScroll href={paths.maintenance({ view: 'register', form: 'add' })}>
          {say(words.add)}
        </Link>
      ) : (
        <button type="button" className="button" disabled>
          {say(words.add)}
        </button>
      )}
      {may.why !== undefined && <span className="why-not">{say(may.why)}</span>}
    </p>
  )
}

function Waiting({ register }: { register: Register }) {
  const say = useSay()
  return (
    <section aria-labelledby="register-waiting" className="register-waiting">
      <h3 id="register-waiting">{say(words.waiting)}</h3>
      <ul>
        {register.proposals.map((one) => (
          <WaitingLine key={one.id} change={one} zone={register.zone} />
        ))}
      </ul>
    </section>
  )
}

function WaitingLine({ change, zone }: { change: WaitingChange; zone: string }) {
  const say = useSay()
  const naming = useNaming()
  const recorded = useRecorded()
  const may = useMay()('maintenance.register')
  const { busy, error, run } = useDoing()
  const withdraw = () =>
    run(async () => {
      const reason = say(words.withdraw)
      await send(`/api/maintenance/register/proposals/${change.id}/withdraw`, { reason })
      recorded(words.withdrawn)
    })
  return (
    <li>
      <div>
        <b>{say(words.changes[change.change])}</b> <code>{change.entry}</code>
        <p className="soft">
          {say(words.proposedBy(say(naming(change.proposed_by))))} ・{' '}
          {say(instantLine(change.proposed_at, zone))}
          {change.note === '' ? '' : ` ・ ${change.note}`}
        </p>
        <Problem error={error} />
      </div>
      <span className="register-verbs">
        <Link className="button" href={paths.approvals()}>
          {say(words.toApprovals)}
        </Link>
        <button type="button" className="button" disabled={busy || !may.may} onClick={() => void withdraw()}>
          {say(words.withdraw)}
        </button>
      </span>
    </li>
  )
}

function Entries({ register }: { register: Register }) {
  const say = useSay()
  const [find, setFind] = useState('')
  return (
    <DataTable
      columns={columnsOf(register, say)}
      rows={register.entries}
      rowKey={({ id }) => id}
      caption={words.providers}
      file="external-lines"
      find={find}
      onFind={setFind}
    />
  )
}

function columnsOf({ zone, at }: Register, say: (text: Text) => string): Column<ShownEntry>[] {
  const day = (instant: string): Text => civilDate(dayOf(instant, zone), false)
  return [
    {
      title: words.provider,
      cell: ({ party_name }) => party_name,
      show: ({ id, party_name }) => (
        <Link href={paths.maintenance({ view: 'register', entry: id })}>{say(party_name)}</Link>
      ),
    },
    { title: words.entry, cell: ({ id }) => id, kind: 'id' },
    { title: words.channel, cell: ({ channel }) => words.channels[channel] },
    { title: words.lines, cell: ({ lines }) => lines.length, kind: 'number' },
    { title: words.noticeDays, cell: ({ notice_days }) => notice_days ?? '', kind: 'number' },
    {
      title: words.heard,
      cell: ({ heard_at }) => heard_at ?? '',
      show: ({ heard_at }) => say(heard_at === undefined ? words.never : day(heard_at)),
    },
    {
      title: words.alarm,
      cell: (entry) => deadlineOf(entry)?.at ?? '',
      show: (entry) => <Deadline entry={entry} at={at} day={day} />,
    },
    {
      title: words.contactsOf,
      cell: ({ contacts }) =>
        contacts.map(({ role, address, phone }) => `${role} ${address ?? phone ?? ''}`).join('; '),
      show: ({ contacts }) => contacts[0]?.address ?? contacts[0]?.phone ?? '',
    },
    { title: words.reschedule, cell: ({ reschedule }) => words.reschedules[reschedule] },
  ]
}
