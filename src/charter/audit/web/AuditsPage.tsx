import { useQuery } from '@tanstack/react-query'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { EngagementRow } from '../page.ts'
import { engagementsQuery, myRequestsQuery } from './audit-query.ts'
import { ENGAGEMENT_COLUMNS } from './columns.tsx'
import { Frame } from './frame.tsx'
import { OpenForm } from './open-form.tsx'
import { AnswerList } from './answering.tsx'
import { words } from './words.ts'

/** Every engagement that one may see, and what one is asked for. */
export default function AuditsPage() {
  const say = useSay()
  const query = useQuery(engagementsQuery)
  const mine = useQuery(myRequestsQuery).data?.rows ?? []
  return (
    <Frame title={say(words.audits)}>
      <p className="lead">{say(words.lead)}</p>
      {mine.length > 0 && (
        <section aria-labelledby="mine-title">
          <h2 id="mine-title">{say(words.mine)}</h2>
          <AnswerList rows={mine} />
        </section>
      )}
      {query.data === undefined ? (
        <Unread query={query} />
      ) : (
        <>
          {query.data.may_open && <OpenForm />}
          <section>
            <h2>{say(words.engagements)}</h2>
            {query.data.rows.length === 0 ? (
              <p className="soft">{say(query.data.may_open ? words.none : words.noneSeen)}</p>
            ) : (
              <Engagements rows={query.data.rows} />
            )}
          </section>
        </>
      )}
    </Frame>
  )
}

function Engagements({ rows }: { rows: readonly EngagementRow[] }) {
  const go = useGo()
  const find = usePlace()['find'] ?? ''
  return (
    <DataTable
      columns={ENGAGEMENT_COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      caption={words.engagements}
      file="audits"
      find={find}
      onFind={(next) =>
        go(`${paths.audits()}${next === '' ? '' : `?find=${encodeURIComponent(next)}`}`, { replace: true })
      }
    />
  )
}
