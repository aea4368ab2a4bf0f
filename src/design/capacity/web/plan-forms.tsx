import { Area, Input, Sheet, type Values } from '../../../charter/web/fields.tsx'
import { useRecorded } from '../../../charter/web/sending.ts'
import { dayAfter } from '../../../web/civil-day.ts'
import { send } from '../../../web/fetching.ts'
import type { PlanView, ResourcePage } from '../wall/page.ts'
import { words } from './words.ts'

const LEAD_DAYS = 60

type FormProps = { page: ResourcePage; plan?: PlanView; close: () => void }

/** Puts a plan forward, or its next version; filled in by what the forecast says would last. */
export function PlanForm({ page: { row, today }, plan, close }: FormProps) {
  const recorded = useRecorded()
  const before = plan?.waiting ?? plan?.approved
  const orderOn = before?.order_on ?? (row.order_by != null && row.order_by > today ? row.order_by : today)
  const delivered = before?.delivered ?? dayAfter(orderOn, row.lead_time_days ?? LEAD_DAYS)
  const propose = async (values: Values) => {
    await send('/api/capacity/plans', {
      ...(plan !== undefined && { id: plan.id }),
      resource: row.id,
      amount: Number(values('amount')),
      order_on: values('order_on'),
      delivered: values('delivered'),
      cost: values('cost'),
      reason: values('reason'),
    })
    close()
    recorded(words.proposed)
    return undefined
  }
  const { order_unit: step } = row
  return (
    <Sheet
      title={plan === undefined ? words.propose : words.amend}
      lead={words.proposeLead}
      send={words.proposeDo}
      onSend={propose}
      onCancel={close}
    >
      <Input
        label={words.planAmount}
        hint={words.amountHint(row.unit, step)}
        name="amount"
        type="number"
        min={0}
        initial={before?.amount ?? row.order?.amount ?? step ?? ''}
      />
      <Input label={words.orderOn} name="order_on" type="date" initial={orderOn} />
      <Input label={words.delivered} name="delivered" type="date" initial={delivered} min={today} />
      <Input label={words.planCost} name="cost" required={false} initial={before?.cost ?? ''} wide />
      <Area label={words.reason} name="reason" initial={before?.reason ?? ''} />
    </Sheet>
  )
}

/** What really came of an approved plan. */
export function DeliverForm({ page: { row, today }, plan, close }: FormProps & { plan: PlanView }) {
  const recorded = useRecorded()
  const deliver = async (values: Values) => {
    await send(`/api/capacity/plans/${encodeURIComponent(plan.id)}/delivered`, {
      on: values('on'),
      amount: Number(values('amount')),
    })
    close()
    recorded(words.recorded)
    return undefined
  }
  return (
    <Sheet
      title={words.deliver}
      lead={words.deliverLead}
      send={words.record}
      onSend={deliver}
      onCancel={close}
    >
      <Input label={words.cameOn} name="on" type="date" initial={today} max={today} />
      <Input
        label={words.cameAmount}
        hint={words.amountHint(row.unit, undefined)}
        name="amount"
        type="number"
        min={0}
        initial={plan.approved?.amount ?? ''}
      />
    </Sheet>
  )
}
