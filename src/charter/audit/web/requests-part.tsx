import { useState } from 'react'
import { Problem } from '../../../people/web/form.tsx'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Area, DateField, PersonField } from '../../improvement/web/fields.tsx'
import type { EngagementPage, RequestRow } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { REQUEST_COLUMNS } from './columns.tsx'
import { EvidenceList } from './evidence.tsx'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { useMoment } from './period.ts'
import { words } from './words.ts'

/** What was asked of whom, and what came back. */
export function RequestsPart({ page }: { page: EngagementPage }) {
  const say = useSay()
  const [find, setFind] = useState('')
  const works = page.may.work && page.state === 'open'
  return (
    <>
      {works && <AskForm page={page} />}
      <section>
        <h2>{say(auditWords.requests)}</h2>
        {page.asked.length === 0 ? (
          <p className="soft">{say(words.noRequests)}</p>
        ) : (
          <DataTable
            columns={REQUEST_COLUMNS}
            rows={page.asked}
            rowKey={({ id }) => id}
            caption={auditWords.requests}
            file="audit-requests"
            find={find}
            onFind={setFind}
          />
        )}
      </section>
      {page.asked
        .filter(({ answers, state }) => answers.length > 0 || state === 'asked')
        .map((request) => (
          <Answered key={request.id} id={page.id} request={request} works={works} />
        ))}
    </>
  )
}

type AnsweredProps = { id: string; request: RequestRow; works: boolean }

function Answered({ id, request, works }: AnsweredProps) {
  const say = useSay()
  const when = useMoment()
  return (
    <article className="request" aria-label={request.what}>
      <h3>{request.what}</h3>
      <p className="soft">
        {say(request.of.name)} ・ {say(auditWords.requestStates[request.state])}
      </p>
      {request.answers.map((answer) => (
        <div key={answer.at} className="answer">
          <p className="soft">
            {say(answer.by.name)}, {when(answer.at)}
          </p>
          <p>{answer.remark}</p>
          <EvidenceList id={id} evidence={answer.evidence} />
        </div>
      ))}
      {request.remark !== undefined && <p>{request.remark}</p>}
      {works && (request.state === 'asked' || request.state === 'answered') && (
        <SettleForm
          path={`${auditPath(id)}/requests/${encodeURIComponent(request.id)}/settle`}
          request={request}
        />
      )}
    </article>
  )
}

function SettleForm({ path, request }: { path: string; request: RequestRow }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  const verbs =
    request.state === 'answered'
      ? ([
          ['accepted', words.accept],
          ['returned', words.sendBack],
        ] as const)
      : ([['withdrawn', words.withdraw]] as const)
  return (
    <details className="verb" open={request.state === 'answered'}>
      <summary>{say(request.state === 'answered' ? words.settle : words.withdraw)}</summary>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const { nativeEvent } = event
          const by = nativeEvent instanceof SubmitEvent ? nativeEvent.submitter : null
          const remark = textOf(new FormData(event.currentTarget), 'remark')
          void sending(path, { as: by?.getAttribute('value') ?? verbs[0][0], remark })
        }}
      >
        <Area label={auditWords.remark} name="remark" />
        <div className="buttons">
          {verbs.map(([as, label]) => (
            <button key={as} type="submit" value={as} className="button" disabled={busy}>
              {say(label)}
            </button>
          ))}
        </div>
      </form>
      <Problem error={error} />
    </details>
  )
}

function AskForm({ page }: { page: EngagementPage }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb" open={page.asked.length === 0}>
      <summary>{say(words.ask)}</summary>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const form = new FormData(event.currentTarget)
          const control = textOf(form, 'control')
          void sending(`${auditPath(page.id)}/requests`, {
            what: textOf(form, 'what'),
            of: textOf(form, 'of'),
            due: textOf(form, 'due'),
            ...(control !== '' && { control }),
          })
        }}
      >
        <Area label={auditWords.what} name="what" />
        <PersonField label={auditWords.of} name="of" />
        <DateField label={auditWords.due} name="due" />
        <label className="form-field">
          <span className="soft">{say(words.ofControl)}</span>
          <select name="control" defaultValue="">
            <option value="" />
            {page.scope.map(({ control, title }) => (
              <option key={control} value={control}>
                {control} {say(title)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" className="button" disabled={busy}>
          {say(words.ask)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
