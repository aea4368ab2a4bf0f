import { Problem } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import { useLastDay } from '../../improvement/web/last-day.ts'
import type { MyRequest } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { EvidenceFields, useEvidence } from './evidence.tsx'
import { textOf } from './form-text.ts'
import { useSending } from './frame.tsx'
import { words } from './words.ts'

/** What one is asked for, each with a place to answer. */
export function AnswerList({ rows }: { rows: readonly MyRequest[] }) {
  return rows.map((row) => <Asked key={row.id} row={row} />)
}

function Asked({ row }: { row: MyRequest }) {
  const say = useSay()
  const day = useLastDay()
  return (
    <article className="request">
      <h3>{row.what}</h3>
      <p className="soft">
        {row.engagement.title} ・ {say(row.by.name)} ・ {say(auditWords.due)} {day(row.due)} ・{' '}
        {say(auditWords.requestStates[row.state])}
        {row.overdue && <span className="late">{say(words.overdue)}</span>}
      </p>
      {row.remark !== undefined && <p>{row.remark}</p>}
      {(row.state === 'asked' || row.state === 'answered') && <AnswerForm row={row} />}
    </article>
  )
}

function AnswerForm({ row }: { row: MyRequest }) {
  const say = useSay()
  const evidence = useEvidence()
  const { busy, error, times, sending } = useSending()
  const path = `${auditPath(row.engagement.id)}/requests/${encodeURIComponent(row.id)}/answer`
  return (
    <details className="verb" open={row.state === 'asked'}>
      <summary>{say(words.answer)}</summary>
      <form
        key={times}
        className="people-form"
        onSubmit={(event) => {
          event.preventDefault()
          const remark = textOf(new FormData(event.currentTarget), 'remark')
          void sending(path, async () => ({ remark, evidence: await evidence.kept() }))
        }}
      >
        <Area label={auditWords.remark} name="remark" />
        <EvidenceFields evidence={evidence} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.answer)}
        </button>
      </form>
      <Problem error={error} />
    </details>
  )
}
