import { useQuery } from '@tanstack/react-query'
import { Form, Problem } from '../../../people/web/form.tsx'
import { meQuery } from '../../../people/web/people-query.ts'
import { useWhen } from '../../../people/web/zone.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { PageError } from '../../../web/page-error.tsx'
import { paths } from '../../../web/paths.ts'
import { QuietWait } from '../../../web/quiet-wait.tsx'
import type { AdoptionPage as Plan, AdoptionRow } from '../page.ts'
import { BurnDown } from './burn-down.tsx'
import { ADOPTION_COLUMNS } from './columns.tsx'
import { Area, DateField, PersonField } from './fields.tsx'
import { adoptionQuery } from './improvement-query.ts'
import { useLastDay } from './last-day.ts'
import { Opened, useSending } from './pages.tsx'
import { words } from './words.ts'

/** What is unknown, what it needs, who makes it known and by when; and how it became less. */
export default function AdoptionPage() {
  const query = useQuery(adoptionQuery)
  return (
    <Opened title={words.adoption} lead={words.adoptionLead}>
      {query.data !== undefined ? (
        <Adoption plan={query.data} />
      ) : query.isError ? (
        <PageError error={query.error} reset={() => void query.refetch()} />
      ) : (
        <QuietWait />
      )}
    </Opened>
  )
}

function Adoption({ plan }: { plan: Plan }) {
  const say = useSay()
  const go = useGo()
  const { control, find = '' } = usePlace()
  const permissions = useQuery(meQuery).data?.permissions ?? []
  const chosen = plan.rows.find((row) => row.control === control && row.verdict === 'unknown')
  return (
    <>
      <p>{say(words.unknownOf(plan.unknown, plan.total))}</p>
      <BurnDown />
      {chosen !== undefined && permissions.includes('improvement.plan') && (
        <PlanForm
          key={chosen.control}
          row={chosen}
          onClose={() => go(paths.adoption({ find }), { replace: true })}
        />
      )}
      <section aria-labelledby="adoption-title">
        <h2 id="adoption-title">{say(words.plans)}</h2>
        {plan.rows.length === 0 ? (
          <p className="soft">{say(words.nothingUnknown)}</p>
        ) : (
          <PlanTable rows={plan.rows} find={find} />
        )}
      </section>
    </>
  )
}

function PlanTable({ rows, find }: { rows: readonly AdoptionRow[]; find: string }) {
  const go = useGo()
  return (
    <DataTable
      columns={ADOPTION_COLUMNS}
      rows={rows}
      rowKey={({ control }) => control}
      caption={words.adoption}
      file="adoption"
      find={find}
      onFind={(sought) => go(paths.adoption({ find: sought }), { replace: true })}
    />
  )
}

function PlanForm({ row, onClose }: { row: AdoptionRow; onClose: () => void }) {
  const say = useSay()
  const when = useWhen()
  const day = useLastDay()
  const { busy, error, times, sending } = useSending()
  const plan = ({ owner, target, remark }: Record<string, string>) =>
    void sending('/api/improvement/adoption', { plans: [{ control: row.control, owner, target, remark }] })
  return (
    <section className="chosen" aria-labelledby="plan-title">
      <div className="chosen-head">
        <h2 id="plan-title">
          {row.clause} {say(row.title)}
        </h2>
        <button type="button" className="button" onClick={onClose}>
          {say(words.close)}
        </button>
      </div>
      {row.needed.map((text) => (
        <p key={text.en}>{say(text)}</p>
      ))}
      <ol className="history">
        {row.plans.map(({ owner, target, remark, by, at }) => (
          <li key={at}>
            <span className="soft">{when(at)}</span> {say(by.name)}: {say(words.owner)} {say(owner.name)},{' '}
            {say(words.target)} {day(target)}
            {remark !== '' && <p>{remark}</p>}
          </li>
        ))}
      </ol>
      <Form key={times} onSend={plan}>
        <PersonField label={words.owner} name="owner" />
        <DateField label={words.target} name="target" />
        <Area label={words.remark} name="remark" required={false} />
        <button type="submit" className="button" disabled={busy}>
          {say(words.planAnew)}
        </button>
      </Form>
      <Problem error={error} />
    </section>
  )
}
