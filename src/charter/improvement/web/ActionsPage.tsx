import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../../people/web/people-query.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { PageError } from '../../../web/page-error.tsx'
import { paths } from '../../../web/paths.ts'
import { QuietWait } from '../../../web/quiet-wait.tsx'
import type { ActionList, ActionRow, FindingList, FindingRow } from '../page.ts'
import { ActionDetail, PlanForm } from './action-detail.tsx'
import { ACTION_COLUMNS, FINDING_COLUMNS } from './columns.tsx'
import { actionsQuery, findingsQuery, ROWS_MAX } from './improvement-query.ts'
import { Opened } from './pages.tsx'
import { words } from './words.ts'

/** Findings, and the actions that they became; one of either in full. */
export default function ActionsPage() {
  const findings = useQuery(findingsQuery)
  const actions = useQuery(actionsQuery)
  const failed = findings.isError ? findings : actions
  return (
    <Opened title={words.actions} lead={words.actionsLead}>
      {findings.data !== undefined && actions.data !== undefined ? (
        <Lists findings={findings.data} actions={actions.data} />
      ) : failed.isError ? (
        <PageError error={failed.error} reset={() => void failed.refetch()} />
      ) : (
        <QuietWait />
      )}
    </Opened>
  )
}

function Lists({ findings, actions }: { findings: FindingList; actions: ActionList }) {
  const say = useSay()
  const go = useGo()
  const place = usePlace()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const open = actions.rows.filter(({ state }) => state !== 'closed').length
  const overdue = actions.rows.filter((row) => row.overdue).length
  const chosen = findings.rows.find(({ id }) => id === place['finding'])
  const back = () => go(paths.improvement({ find: place['find'] }), { replace: true })
  const onFind = (find: string) => go(paths.improvement({ find }), { replace: true })
  const find = place['find'] ?? ''
  return (
    <>
      <p>{say(words.counts(findings.counts['unplanned'] ?? 0, open, overdue))}</p>
      {place['action'] !== undefined && (
        <ActionDetail key={place['action']} id={place['action']} onClose={back} />
      )}
      {chosen?.state === 'unplanned' && permissions.includes('improvement.plan') && (
        <PlanForm key={chosen.id} finding={chosen} onClose={back} />
      )}
      <section>
        <h2>{say(words.actionRows)}</h2>
        {actions.total === 0 ? (
          <p className="soft">{say(words.noActions)}</p>
        ) : (
          <ActionTable rows={actions.rows} find={find} onFind={onFind} />
        )}
        {actions.total > ROWS_MAX && <p className="soft">{say(words.more(actions.total))}</p>}
      </section>
      <section>
        <h2>{say(words.findings)}</h2>
        {findings.total === 0 ? (
          <p className="soft">{say(words.noFindings)}</p>
        ) : (
          <FindingTable rows={findings.rows} find={find} onFind={onFind} />
        )}
        {findings.total > ROWS_MAX && <p className="soft">{say(words.more(findings.total))}</p>}
      </section>
    </>
  )
}

type TableProps<Row> = { rows: readonly Row[]; find: string; onFind: (find: string) => void }

function ActionTable({ rows, find, onFind }: TableProps<ActionRow>) {
  return (
    <DataTable
      columns={ACTION_COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      caption={words.actionRows}
      file="actions"
      find={find}
      onFind={onFind}
    />
  )
}

function FindingTable({ rows, find, onFind }: TableProps<FindingRow>) {
  return (
    <DataTable
      columns={FINDING_COLUMNS}
      rows={rows}
      rowKey={({ id }) => id}
      caption={words.findings}
      file="findings"
      find={find}
      onFind={onFind}
    />
  )
}
