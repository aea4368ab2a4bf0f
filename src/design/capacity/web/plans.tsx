import '../../../charter/web/clause.css'
import { TakeBack } from '../../../charter/web/take-back.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { useMay } from '../../../charter/web/standing.ts'
import { ApproveButton } from '../../../people/web/approve.tsx'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo, usePlace } from '../../../web/link.tsx'
import { join } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import type { PlanView, ResourcePage } from '../wall/page.ts'
import { amountText, dateText, daysBetween } from './civil-words.ts'
import { DeliverForm, PlanForm } from './plan-forms.tsx'
import { words } from './words.ts'

/** The plans of one resource: put forward, approved by another, and what came of them. */
export function Plans({ page }: { page: ResourcePage }) {
  const say = useSay()
  const go = useGo()
  const { may, why } = useMay()('capacity.plan')
  const { form, plan } = usePlace()
  const { row, plans } = page
  const close = () => go(paths.resource(row.id), { replace: true })
  return (
    <section className="capacity-part" aria-labelledby="plans-title">
      <h2 id="plans-title">{say(words.plans)}</h2>
      <p className="meta">{say(words.plansLead)}</p>
      {plans.length === 0 && <p>{say(words.noPlans)}</p>}
      {plans.map((one) => (
        <PlanEntry
          key={one.id}
          page={page}
          plan={one}
          form={plan === one.id ? form : undefined}
          close={close}
        />
      ))}
      {form === 'plan' && plan === undefined ? (
        <PlanForm page={page} close={close} />
      ) : (
        <p className="plan-verbs unprinted">
          <button
            type="button"
            className="button strong"
            disabled={!may}
            onClick={() => go(paths.resource(row.id, { form: 'plan' }))}
          >
            {say(words.propose)}
          </button>
          {why !== undefined && <span className="why-not">{say(why)}</span>}
        </p>
      )}
    </section>
  )
}

type EntryProps = { page: ResourcePage; plan: PlanView; form: string | undefined; close: () => void }

function PlanEntry({ page, plan, form, close }: EntryProps) {
  const say = useSay()
  const go = useGo()
  const { may } = useMay()('capacity.plan')
  const shown = plan.waiting ?? plan.approved
  const isOver = plan.state === 'withdrawn' || plan.state === 'delivered'
  const open = (which: string) => () => go(paths.resource(page.row.id, { form: which, plan: plan.id }))
  return (
    <article className="plan" id={plan.id}>
      <header>
        <h3>
          {shown !== undefined && `+${say(amountText(shown.amount, shown.unit))}`}{' '}
          {shown !== undefined &&
            say({
              ja: `${say(civilDate(shown.delivered, false))}から`,
              en: `from ${say(civilDate(shown.delivered, false))}`,
            })}
        </h3>
        <span className={`tag ${plan.state}`}>{say(words.planStates[plan.state])}</span>
        <span className="meta">
          <code>{plan.id}</code> {shown !== undefined && say(words.version(shown.version))}
        </span>
      </header>
      {shown !== undefined && <PlanTerms version={shown} plan={plan} />}
      <PlanPast plan={plan} />
      {plan.waiting !== undefined && <Approve plan={plan} digest={plan.waiting.digest} />}
      {!isOver && (
        <div className="plan-verbs unprinted">
          {form === 'amend' && <PlanForm page={page} plan={plan} close={close} />}
          {form === 'delivered' && <DeliverForm page={page} plan={plan} close={close} />}
          {form === undefined && (
            <>
              <button type="button" className="button" disabled={!may} onClick={open('amend')}>
                {say(words.amend)}
              </button>
              {plan.approved !== undefined && (
                <button type="button" className="button" disabled={!may} onClick={open('delivered')}>
                  {say(words.deliver)}
                </button>
              )}
              <TakeBack
                permission="capacity.plan"
                path={`/api/capacity/plans/${encodeURIComponent(plan.id)}/withdraw`}
                label={words.withdraw}
                ask={words.withdrawAsk}
                done={words.withdrawn}
              />
            </>
          )}
        </div>
      )}
    </article>
  )
}

type Version = NonNullable<PlanView['approved']>

function PlanTerms({ version, plan }: { version: Version; plan: PlanView }) {
  const say = useSay()
  const { foreseen, approved_by, approved_at } = version
  const { came, withdrawn } = plan
  return (
    <dl className="capacity-facts">
      <dt>{say(words.reason)}</dt>
      <dd>{version.reason}</dd>
      <dt>{say(words.orderOn)}</dt>
      <dd>{say(civilDate(version.order_on, false))}</dd>
      {version.cost !== '' && (
        <>
          <dt>{say(words.planCost)}</dt>
          <dd>{version.cost}</dd>
        </>
      )}
      <dt>{say(words.author)}</dt>
      <dd>{say(join(version.contributors.map(({ name }) => name)))}</dd>
      {approved_by !== undefined && (
        <>
          <dt>{say(words.approver)}</dt>
          <dd>
            {say(approved_by.name)}{' '}
            {approved_at !== undefined && (
              <span className="soft">{say(civilDate(approved_at.slice(0, 10), false))}</span>
            )}
          </dd>
        </>
      )}
      {foreseen !== null && (
        <>
          <dt>{say(words.foreseen)}</dt>
          <dd>
            {say(
              words.foreseenSays(
                dateText(foreseen.exhausts.date, words.afterHorizon),
                dateText(foreseen.order_by, words.noDate),
              ),
            )}
          </dd>
        </>
      )}
      {came !== undefined && (
        <>
          <dt>{say(words.came)}</dt>
          <dd>
            {say(
              words.cameSays(
                say(amountText(came.amount, version.unit)),
                civilDate(came.on, false),
                daysBetween(version.delivered, came.on),
              ),
            )}
          </dd>
        </>
      )}
      {withdrawn !== undefined && (
        <>
          <dt>{say(words.planStates.withdrawn)}</dt>
          <dd>
            {withdrawn.reason} <span className="soft">{say(withdrawn.by.name)}</span>
          </dd>
        </>
      )}
    </dl>
  )
}

/** Earlier versions, and where each step stands in the ledger. */
function PlanPast({ plan }: { plan: PlanView }) {
  const say = useSay()
  return (
    <p className="meta">
      {say(words.inLedger)}{' '}
      {plan.history.map(({ index }, at) => (
        <span key={index}>
          {at > 0 && ', '}
          <Link href={paths.ledger({ fact: String(index) })}>{index}</Link>
        </span>
      ))}
      {plan.earlier.length > 0 && (
        <>
          {' · '}
          {say(words.earlierVersions)}{' '}
          {plan.earlier
            .map((one) => `${one.version}: +${say(amountText(one.amount, one.unit))} ${one.delivered}`)
            .join(', ')}
        </>
      )}
    </p>
  )
}

/** For those who may approve at all; the server says where it is their own. */
function Approve({ plan, digest }: { plan: PlanView; digest: string }) {
  const { may } = useMay()('capacity.approve')
  const recorded = useRecorded()
  if (!may) return null
  return (
    <ApproveButton
      digest={digest}
      path={`/api/capacity/plans/${encodeURIComponent(plan.id)}/approve`}
      onApproved={() => recorded(words.approved)}
    />
  )
}
