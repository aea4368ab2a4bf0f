import { PEAK_KINDS, type Procedure, type Resource } from './resource.ts'
import {
  defaulted,
  id,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  patterned,
  record,
  required,
  text,
} from './shape.ts'
import type { Shape } from './shape.ts'

const amount = number({ min: 0, what: 'an amount' })
const days = number({ min: 0, max: 36_500, integer: true, what: 'a whole number of days' })
const seconds = number({ min: 0, max: 86_400_000, what: 'a number of seconds' })
const perSecond = number({ min: 0, what: 'a rate a second' })

const date = patterned(
  'a date (2026-04-01)',
  /^\d{4}-\d{2}-\d{2}$/,
  (written) =>
    Number.isFinite(Date.parse(`${written}T00:00:00Z`)) &&
    new Date(`${written}T00:00:00Z`).toISOString().startsWith(written),
)
const moment = patterned(
  'a date or an instant with its offset (2026-04-01, 2026-04-01T09:00+09:00)',
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/,
  (written) => Number.isFinite(Date.parse(written)),
)
const few = { max: 10_000 }

const outage = record('an outage', {
  from: required(moment, 'First moment of it.'),
  until: required(moment, 'First moment after it (half-open).'),
})
const step = record('a step', {
  date: required(date, 'From when on demand is larger.'),
  amount: required(number({ what: 'an amount' }), 'By how much; negative where demand leaves.'),
})
const order = record('an order', {
  id: required(id, 'Number of the order.'),
  amount: required(number({ above: 0, what: 'an amount' }), 'By how much the maximum grows.'),
  delivered: required(date, 'From when on it can be used.'),
  requested_by: optional(id, 'Pseudonymous id of who asked for it; without it the order does not count.'),
  approved_by: required(id, 'Pseudonymous id of who approved it: another person.'),
  approved_at: required(moment, 'When it was approved.'),
})
const takeover = record('a takeover', {
  from: required(id, 'Resource whose load comes when its element fails.'),
  share: required(number({ min: 0, max: 1, what: 'a share' }), 'Share of that load.'),
})

const name = optional(text(), 'Name for people; the id stays the same when it changes.')
const name_en = optional(text(), 'Name in English, where name is in Japanese; absent: name stands for both.')
const kind = optional(text(200), 'What it is, in a word.')

export const resourceFields = {
  id: required(id, 'Unique among resources.'),
  name,
  name_en,
  kind,
  of: optional(id, 'Whose resource it is; absent: the link, node or pool with the same id, if there is one.'),
  owner: optional(id, 'Pseudonymous id of the person who answers for it.'),
  unit: required(text(100), 'Unit of all its amounts.'),
  unit_en: optional(text(100), 'The unit in English, where unit is in Japanese.'),
  maximum: required(amount, 'The most there is.'),
  reserve: defaulted(amount, () => 0, 'Amount kept free: usable is maximum minus reserve.'),
  lead_time_days: optional(days, 'Calendar days from the order until it can be used.'),
  buffer_days: defaulted(days, () => 0, 'Days by which the order goes out before the last that works.'),
  order_unit: optional(number({ above: 0, what: 'an amount' }), 'It is sold in multiples of this.'),
  cost_step: optional(text(200), 'What one order unit costs.'),
  cost_step_en: optional(text(200), 'The same in English.'),
  minimum_term_months: optional(number({ min: 0, what: 'a number of months' }), 'An order binds so long.'),
  deadlines: defaulted(
    listOf(date, few),
    () => [],
    '締切日: last days on which orders are taken. None: any day.',
  ),
  approval_days: defaulted(days, () => 0, 'Days that the approval of the budget takes before the order.'),
  history: optional(text(1000), 'CSV file of timestamp,value, relative to this document.'),
  peak: optional(
    oneOf(PEAK_KINDS),
    'What of a day counts: its highest value (maximum), its busiest hour, or a percentile.',
  ),
  ceiling: optional(amount, 'The series cannot show more: values there are lower bounds.'),
  outages: defaulted(listOf(outage, few), () => [], 'Known outages, left out of the series.'),
  steps: defaulted(listOf(step, few), () => [], 'Planned steps of demand.'),
  orders: defaulted(listOf(order, few), () => [], 'Approved orders.'),
  takes_over: defaulted(listOf(takeover, few), () => [], 'Whose load it takes over when they fail.'),
}

const perNode = (what: Shape<number>) => mapOf(what, { max: 100_000 })

export const procedureFields = {
  id: required(id, 'Unique among procedures.'),
  name,
  name_en,
  kind,
  servers: required(perNode(perSecond), 'Nodes that do it: how many a second each can.'),
  base_per_s: defaulted(perSecond, () => 0, 'Requests a second at rest.'),
  sessions: defaulted(
    perNode(amount),
    () => ({}),
    'Sessions that live on a node; they come again when it fails or returns.',
  ),
  per_session: defaulted(amount, () => 1, 'Requests that one coming session makes.'),
  spread_s: defaulted(seconds, () => 0, 'Clients spread their first try over this time.'),
  timeout_s: defaulted(
    number({ above: 0, max: 86_400, what: 'a number of seconds' }),
    () => 10,
    'After this a client gives up and tries again.',
  ),
  retry_s: defaulted(
    number({ above: 0, max: 86_400, what: 'a number of seconds' }),
    () => 10,
    'Pause before a client tries again.',
  ),
  queue_max: optional(amount, 'Requests that may wait at one server; more are refused. Absent: no bound.'),
  drained_within_s: defaulted(seconds, () => 300, 'All sessions must be back after this.'),
}

export const resourceShape: Shape<Resource> = record('a resource', resourceFields)
export const procedureShape: Shape<Procedure> = record('a procedure', procedureFields)
