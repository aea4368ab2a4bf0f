import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { Field, Form, Problem } from '../../people/web/form.tsx'
import { meQuery, organisationQuery } from '../../people/web/people-query.ts'
import { useSending as useSendingTo } from '../../people/web/sending.ts'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import type { CellView, MatrixPage } from '../page.ts'
import { guidelinesQuery } from './guidelines-query.ts'
import { words } from './words.ts'

/** Sends something and reads the matrix again. */
const useSending = (done: Text) => useSendingTo(guidelinesQuery.queryKey, done)

/** Writes a guideline for a cell, or the next version of the one that stands or waits there. */
export function ProposeForm({ cell }: { cell: CellView }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(words.proposed)
  const before = cell.waiting[0] ?? cell.guidelines[0]
  const start = before ?? cell.prefilled
  const controls = before?.controls.map(({ name }) => name) ?? cell.prefilled?.controls ?? []
  const propose = (values: Record<string, string>) => {
    const { owner, title_ja, title_en, text_ja, text_en, carried } = values
    void sending('/api/guidelines', {
      id: start?.id ?? `g-${cell.id.replace('.', '-')}`,
      phase: cell.phase,
      viewpoint: cell.viewpoint,
      title: { ja: title_ja, en: title_en },
      text: { ja: text_ja, en: text_en },
      owner,
      controls: (carried ?? '').split(/[\s,、]+/).filter((name) => name !== ''),
    })
  }
  return (
    <details className="cell-form">
      <summary>{say(before === undefined ? words.propose : words.amend)}</summary>
      <Form key={times} onSend={propose}>
        <Field label={words.titleJa} name="title_ja" initial={start?.title.ja ?? ''} />
        <Field label={words.titleEn} name="title_en" initial={start?.title.en ?? ''} />
        <Area label={words.textJa} name="text_ja" initial={start?.text.ja ?? ''} />
        <Area label={words.textEn} name="text_en" initial={start?.text.en ?? ''} />
        <Field label={words.controls} name="carried" initial={controls.join(' ')} />
        <Owner initial={before?.owner.id} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.proposeDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Asks that nothing applies to an empty cell. */
export function ExcludeForm({ cell: { phase, viewpoint } }: { cell: CellView }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending(words.asked)
  const path = `/api/guidelines/cells/${phase}/${viewpoint}/not-applicable`
  return (
    <details className="cell-form">
      <summary>{say(words.exclude)}</summary>
      <Form
        key={times}
        onSend={({ reason_ja, reason_en }) =>
          void sending(path, { reason: { ja: reason_ja, en: reason_en } })
        }
      >
        <Area label={words.reasonJa} name="reason_ja" initial="" />
        <Area label={words.reasonEn} name="reason_en" initial="" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.excludeDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

/** Proposes every wording that stands ready; shown while any does, to those who may write. */
export function ProposeReady({ page }: { page: MatrixPage }) {
  const say = useSay()
  const { busy, error, sending } = useSending(words.proposed)
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const ready = page.cells.some(
    ({ state, waiting, prefilled }) => state === 'empty' && waiting.length === 0 && prefilled !== undefined,
  )
  if (!ready || !permissions.includes('guidelines.write')) return null
  return (
    <details className="cell-form">
      <summary>{say(words.all)}</summary>
      <p className="soft">{say(words.readyWhy)}</p>
      <Form onSend={({ owner }) => void sending('/api/guidelines/prefilled', { owner })}>
        <Owner initial={undefined} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.proposeDo)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

function Owner({ initial }: { initial: string | undefined }) {
  const say = useSay()
  const id = useId()
  const persons = useQuery(organisationQuery).data?.persons ?? []
  if (persons.length === 0) return <p className="soft">{say(words.nobody)}</p>
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(words.owner)}</label>
      <select id={id} name="owner" defaultValue={initial}>
        {persons.map((person) => (
          <option key={person.id} value={person.id}>
            {say(person.name)}
          </option>
        ))}
      </select>
    </div>
  )
}

function Area({ label, name, initial }: { label: Text; name: string; initial: string }) {
  const say = useSay()
  const id = useId()
  return (
    <div className="form-field">
      <label htmlFor={id}>{say(label)}</label>
      <textarea id={id} name={name} required rows={3} defaultValue={initial} />
    </div>
  )
}
