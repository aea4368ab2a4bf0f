import { useQuery } from '@tanstack/react-query'
import { Form, Problem } from '../../../people/web/form.tsx'
import { zoneQuery } from '../../../people/web/people-query.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { dayAfter, dayStartMs } from '../../../web/civil-day.ts'
import { useSay } from '../../../web/language.tsx'
import { useState } from 'react'
import { DateField, PersonField } from '../../improvement/web/fields.tsx'
import type { EngagementPage } from '../page.ts'
import { ADMITTED_COLUMNS } from './columns.tsx'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** Who may see and audit this engagement alone, and until when. */
export function PeoplePart({ page }: { page: EngagementPage }) {
  const say = useSay()
  const [find, setFind] = useState('')
  return (
    <section>
      <h2>{say(words.parts.people)}</h2>
      <p className="soft">{say(words.admitWhy)}</p>
      {page.admitted.length === 0 ? (
        <p className="soft">{say(words.nobody)}</p>
      ) : (
        <DataTable
          columns={ADMITTED_COLUMNS}
          rows={page.admitted}
          rowKey={({ grant }) => grant}
          caption={words.parts.people}
          file="audit-admitted"
          find={find}
          onFind={setFind}
        />
      )}
      {page.may.admit && <Admit id={page.id} />}
    </section>
  )
}

function Admit({ id }: { id: string }) {
  const say = useSay()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb">
      <summary>{say(words.admit)}</summary>
      <Form
        key={times}
        onSend={({ person, until = '' }) =>
          void sending('/api/people/grants', {
            person,
            role: 'auditor',
            object: id,
            until: new Date(dayStartMs(dayAfter(until, 1), zone)).toISOString(),
          })
        }
      >
        <PersonField label={words.person} name="person" />
        <DateField label={words.admitUntil} name="until" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.admit)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}
