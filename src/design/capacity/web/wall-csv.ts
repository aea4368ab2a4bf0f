import { csv } from '../../../platform/csv.ts'
import type { Say } from '../../../web/message.ts'
import type { WallRowView } from '../wall/page.ts'

/** What is shown, a resource a row; dates and amounts as they are, so that a spreadsheet can reckon with them. */
export function wallCsv(rows: readonly WallRowView[], say: Say): string {
  const header = [
    'id',
    'name',
    'kind',
    'owner',
    'unit',
    'maximum',
    'reserve',
    'usable',
    'recent_peak',
    'state',
    'exhausts',
    'exhausts_median',
    'exhausts_lower',
    'exhausts_upper',
    'under_failure_of',
    'order_by',
    'ask_by',
    'deadline',
    'lead_time_days',
    'buffer_days',
    'approval_days',
    'order_unit',
    'cost_step',
    'minimum_term_months',
    'observed',
  ]
  return csv(
    header,
    rows.map((row) => [
      row.id,
      say(row.name),
      row.kind,
      row.owner && say(row.owner.name),
      say(row.unit),
      row.maximum,
      row.reserve,
      row.usable,
      row.peak ?? undefined,
      row.state,
      row.exhausts.date ?? undefined,
      row.exhausts.median ?? undefined,
      row.exhausts.lower ?? undefined,
      row.exhausts.upper ?? undefined,
      row.under_failure?.failure,
      row.order_by ?? undefined,
      row.ask_by ?? undefined,
      row.deadline,
      row.lead_time_days,
      row.buffer_days,
      row.approval_days,
      row.order_unit,
      row.cost_step && say(row.cost_step),
      row.minimum_term_months,
      row.observed,
    ]),
  )
}
