import { useQueryClient } from '@tanstack/react-query'
import { ApproveButton } from '../../../people/web/approve.tsx'
import { Form, Problem } from '../../../people/web/form.tsx'
import { announce } from '../../../web/announce.tsx'
import { useSay } from '../../../web/language.tsx'
import { Seal } from '../../../web/seal.tsx'
import { Area } from '../../improvement/web/fields.tsx'
import type { EngagementPage, ReportRow } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { auditPath } from './audit-query.ts'
import { useSending } from './frame.tsx'
import { useCivilDay, useMoment } from './period.ts'
import { words } from './words.ts'

/** Every version of the report as documents, the next one, and under whose seal. */
export function ReportPart({ page }: { page: EngagementPage }) {
  const say = useSay()
  const { id, state, reports, may } = page
  return (
    <>
      {state === 'open' && (
        <section aria-labelledby="draft-title">
          <h2 id="draft-title">{say(words.draftNow)}</h2>
          <Downloads id={id} />
        </section>
      )}
      {state === 'open' && may.work && <HandIn page={page} />}
      <section aria-labelledby="reports-title">
        <h2 id="reports-title">{say(words.parts.report)}</h2>
        {reports.length === 0 && <p className="soft">{say(words.noReports)}</p>}
        {reports.toReversed().map((report) => (
          <Report key={report.version} page={page} report={report} />
        ))}
      </section>
      {state !== 'open' && may.work && <Reopen id={id} />}
    </>
  )
}

function Downloads({ id, version }: { id: string; version?: number }) {
  const say = useSay()
  const kinds = [
    ['pdf', words.pdf],
    ['xlsx', words.xlsx],
  ] as const
  const languages = [
    ['ja', words.inJapanese],
    ['en', words.inEnglish],
  ] as const
  return (
    <p className="downloads unprinted">
      {kinds.flatMap(([kind, name]) =>
        languages.map(([language, inLanguage]) => (
          <a
            key={`${kind} ${language}`}
            className="button"
            download
            href={`${auditPath(id)}/report.${kind}?language=${language}${version === undefined ? '' : `&version=${version}`}`}
          >
            {say(name)} {say(inLanguage)}
          </a>
        )),
      )}
    </p>
  )
}

function Report({ page, report }: { page: EngagementPage; report: ReportRow }) {
  const say = useSay()
  const when = useMoment()
  const civilDay = useCivilDay()
  const client = useQueryClient()
  const { version, digest, summary, by, at, approved } = report
  const waits = page.state === 'reported' && approved === undefined && version === page.version
  const signedOff = () => {
    announce(say(words.recorded))
    void client.invalidateQueries({ queryKey: ['audit'] })
  }
  return (
    <article className="request">
      <h3>{say(auditWords.version(version))}</h3>
      <p className="minutes">{summary}</p>
      <dl className="audit-facts">
        <dt>{say(auditWords.author)}</dt>
        <dd>
          {say(by.name)}, {when(at)}
        </dd>
        <dt>{say(auditWords.approver)}</dt>
        <dd>
          {approved === undefined
            ? say(auditWords.noneYet)
            : `${say(approved.by.name)}, ${when(approved.at)}`}
        </dd>
        <dt>{say(auditWords.digest)}</dt>
        <dd>
          <code>{digest}</code>
        </dd>
      </dl>
      {approved !== undefined && (
        <Seal
          office={{ ja: '承認', en: 'Approved' }}
          name={approved.by.name}
          date={civilDay(approved.at)}
          approves={`${say(auditWords.approver)} ${say(approved.by.name)} ${digest}`}
        />
      )}
      <Downloads id={page.id} version={version} />
      {waits && page.may.approve && (
        <ApproveButton digest={digest} path={`${auditPath(page.id)}/approve`} onApproved={signedOff} />
      )}
    </article>
  )
}

function HandIn({ page: { id } }: { page: EngagementPage }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb" open>
      <summary>{say(words.handIn)}</summary>
      <p className="soft">{say(words.handInWhy)}</p>
      <Form key={times} onSend={({ summary }) => void sending(`${auditPath(id)}/report`, { summary })}>
        <Area label={words.summary} name="summary" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.handIn)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}

function Reopen({ id }: { id: string }) {
  const say = useSay()
  const { busy, error, times, sending } = useSending()
  return (
    <details className="verb">
      <summary>{say(words.reopen)}</summary>
      <p className="soft">{say(words.reopenWhy)}</p>
      <Form key={times} onSend={({ because }) => void sending(`${auditPath(id)}/reopen`, { because })}>
        <Area label={words.because} name="because" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.reopen)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}
