import type { ControlRow, EngagementPage } from '../page.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { CONTROL_COLUMNS } from './columns.tsx'
import { ControlDetail } from './control-detail.tsx'
import { words } from './words.ts'

/** As the charter has them: 4.2.2 before 4.10. */
function byClause(one: ControlRow, other: ControlRow): number {
  return (
    one.clause.localeCompare(other.clause, 'en', { numeric: true }) ||
    one.control.localeCompare(other.control, 'en', { numeric: true })
  )
}

/** The controls in scope, and one of them in full. */
export function ScopePart({ page }: { page: EngagementPage }) {
  const say = useSay()
  const go = useGo()
  const place = usePlace()
  const chosen = page.scope.find(({ control }) => control === place['control'])
  return (
    <>
      {chosen === undefined ? (
        <p className="soft">{say(words.chooseControl)}</p>
      ) : (
        <ControlDetail key={chosen.control} page={page} row={chosen} />
      )}
      <section>
        <h2>{say(words.controls)}</h2>
        <DataTable
          columns={CONTROL_COLUMNS}
          rows={page.scope.toSorted(byClause).map((row) => ({ ...row, engagement: page.id }))}
          rowKey={({ control }) => control}
          caption={words.controls}
          file="audit-controls"
          find={place['find'] ?? ''}
          onFind={(find) => go(paths.audit(page.id, { part: 'scope', find }), { replace: true })}
        />
      </section>
    </>
  )
}
