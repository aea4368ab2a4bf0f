import { countOf, RANGE_EXPECTED, rangeOf, type NumberRange } from './number-ranges.ts'
import { OBSERVED_READINGS, PEAK_KINDS, type Procedure, type Resource } from './resource.ts'
import {
  defaulted,
  either,
  fail,
  id,
  isMapping,
  listOf,
  mapOf,
  mismatch,
  number,
  oneOf,
  optional,
  patterned,
  record,
  required,
  text,
} from './shape.ts'
import type { Fields, Reading, RecordOf, Shape } from './shape.ts'

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

/** One of the ranges, as it is written; a single number may stand as a number. */
const address = '[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*'
const oneNumber = '[0-9]{1,32}'
const plainText = text(100, RANGE_EXPECTED)
const range: Shape<string> = {
  ...plainText,
  schema: {
    ...plainText.schema,
    minimum: 0,
    pattern: `^(${oneNumber}( *- *${oneNumber})?|${address}(/[0-9]{1,3}( in /[0-9]{1,3})?| *- *${address})?)$`,
  },
  read: (value, reading) => {
    const read = plainText.read(value, reading)
    const found = rangeOf(read)
    return typeof found === 'string' ? mismatch(reading, found, value) : read
  },
}

const outage = record('an outage', {
  from: required(moment, 'First moment of it.'),
  until: required(moment, 'First moment after it (half-open).'),
})
const step = record('a step', {
  date: required(date, 'From when on demand is larger.'),
  amount: required(number({ what: 'an amount' }), 'By how much; negative where demand leaves.'),
})
const observed = record('an observed series', {
  series: required(
    text(4000),
    'One series of the monitoring store: ifHCInOctets{instance="r1",ifName="xe-0/0/0"}.',
  ),
  as: defaulted(
    oneOf(OBSERVED_READINGS),
    () => 'value' as const,
    'Its values, or the increase a second of a counter.',
  ),
  times: defaulted(number({ above: 0, what: 'a factor' }), () => 1, 'So many times: 8 makes octets bits.'),
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

const resourceFields = {
  id: required(id, 'Unique among resources.'),
  name,
  name_en,
  kind,
  of: optional(id, 'Whose resource it is; absent: the link, node or pool with the same id, if there is one.'),
  owner: optional(id, 'Pseudonymous id of the person who answers for it.'),
  unit: required(text(100), 'Unit of all its amounts.'),
  unit_en: optional(text(100), 'The unit in English, where unit is in Japanese.'),
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
  observed: optional(observed, 'Instead of history: the series of the monitoring store that measures it.'),
  peak: optional(
    oneOf(PEAK_KINDS),
    'What of a day counts: its highest value (maximum), its busiest hour, or a percentile.',
  ),
  resets: optional(
    oneOf(['monthly']),
    'The history counts up and is cleared on the first of each month; the maximum is for a month.',
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

const givenMaximum = { maximum: required(amount, 'The most there is; or ranges, to have it counted.') }
const countedRanges = {
  ranges: required(
    listOf(range, { ...few, min: 1 }),
    'What is handed out, counted as the maximum: FIRST-LAST, PREFIX/LENGTH, PREFIX/LENGTH in /LENGTH, or one number.',
  ),
  range_space: optional(text(200), 'VRF or numbering plan in which the ranges stand; absent: one for all.'),
  check_digit: optional(
    oneOf(['luhn']),
    'The last digit is a check digit (ICCID, IMEI): only right ones count.',
  ),
}

/** A resource by its maximum, or by the ranges whose numbers are it: one of both, so that they cannot disagree. */
export function resourceWith<F extends Fields>(more: F): Shape<Resource & RecordOf<F>> {
  const ranged = record('a resource that is counted from its ranges', {
    ...resourceFields,
    ...countedRanges,
    ...more,
  })
  const counted: Shape<unknown> = {
    ...ranged,
    read: (value, reading) => {
      const resource = ranged.read(value, reading) as Pick<Resource, 'ranges' | 'check_digit'>
      return { ...resource, maximum: countedMaximum(resource, reading) }
    },
  }
  const plain = record('a resource', { ...resourceFields, ...givenMaximum, ...more })
  const isRanged = (value: unknown): boolean => isMapping(value) && value['ranges'] !== undefined
  return either(isRanged, counted, plain) as Shape<Resource & RecordOf<F>>
}

function countedMaximum(resource: Pick<Resource, 'ranges' | 'check_digit'>, reading: Reading): number {
  const { ranges = [], check_digit } = resource
  let count = 0n
  for (const [index, written] of ranges.entries()) {
    // Each was read as a range before.
    const within = countOf(rangeOf(written) as NumberRange, check_digit)
    const place = { ...reading, path: [...reading.path, 'ranges', index] }
    if (typeof within === 'string') mismatch(place, within, written)
    count += within
  }
  if (count > BigInt(Number.MAX_SAFE_INTEGER))
    fail(
      { ...reading, path: [...reading.path, 'ranges'] },
      `expected at most ${Number.MAX_SAFE_INTEGER} in all, found ${count}; PREFIX/LENGTH in /LENGTH counts the prefixes that are handed out`,
    )
  return Number(count)
}

export const resourceShape: Shape<Resource> = resourceWith({})
export const procedureShape: Shape<Procedure> = record('a procedure', procedureFields)
