import { PEAK_KINDS, type PeakKind } from '../../../estate/resource.ts'
import type { Text } from '../../../platform/text.ts'
import type { WallRowView } from '../wall/page.ts'
import { observedOf, STORED_FIELDS } from './stored-source.ts'
import { words } from './words.ts'

/** How a field of a resource is typed; amounts and days are numbers, lists a line each. */
type Kind = 'text' | 'number' | 'days' | 'lines' | 'choice'

export type ResourceField = {
  name: string
  label: Text
  hint?: Text
  kind: Kind
  /** Only where the resource is added: its documents say it in two languages, or by what it is known. */
  once?: boolean
  needed?: boolean
  options?: readonly { value: string; word: Text }[]
  initial: (row: WallRowView) => string
}

const NONE = { value: '', word: words.form.none }
const written = (value: string | number | undefined): string => (value === undefined ? '' : String(value))

/** What of a day counts, in words. */
export function peakText(kind: PeakKind | undefined): Text {
  return words.peakKinds[kind ?? 'maximum']
}

const PEAKS = PEAK_KINDS.map((value) => ({
  value: value === 'maximum' ? '' : value,
  word: words.peakKinds[value],
}))

/** The fields that are offered; documents may hold more, which stay as they are. */
export const RESOURCE_FIELDS: readonly ResourceField[] = [
  { name: 'id', label: words.form.id, kind: 'text', once: true, needed: true, initial: ({ id }) => id },
  { name: 'name', label: words.form.name, kind: 'text', once: true, initial: ({ name }) => name.ja },
  {
    name: 'unit',
    label: words.form.unit,
    kind: 'text',
    once: true,
    needed: true,
    initial: ({ unit }) => unit.ja,
  },
  {
    name: 'kind',
    label: words.kind,
    hint: words.form.kindHint,
    kind: 'text',
    initial: ({ kind }) => written(kind),
  },
  { name: 'of', label: words.belongs, kind: 'text', initial: ({ of }) => written(of) },
  {
    name: 'maximum',
    label: words.maximum,
    hint: words.form.maximumHint,
    kind: 'number',
    initial: ({ maximum, ranges }) => (ranges === undefined ? String(maximum) : ''),
  },
  {
    name: 'reserve',
    label: words.reserve,
    kind: 'number',
    initial: ({ reserve }) => written(reserve || undefined),
  },
  {
    name: 'peak',
    label: words.peakKind,
    hint: words.form.peakHint,
    kind: 'choice',
    options: PEAKS,
    initial: ({ peak_kind }) => (peak_kind === undefined || peak_kind === 'maximum' ? '' : peak_kind),
  },
  {
    name: 'resets',
    label: words.resets,
    hint: words.form.resetsHint,
    kind: 'choice',
    options: [NONE, { value: 'monthly', word: words.monthly }],
    initial: ({ resets }) => written(resets),
  },
  {
    name: 'ceiling',
    label: words.ceiling,
    hint: words.form.ceilingHint,
    kind: 'number',
    initial: ({ ceiling }) => written(ceiling),
  },
  {
    name: 'history',
    label: words.form.history,
    hint: words.form.historyHint,
    kind: 'text',
    initial: ({ history }) => written(history),
  },
  ...STORED_FIELDS,
  {
    name: 'lead_time_days',
    label: words.form.leadTime,
    kind: 'days',
    initial: ({ lead_time_days }) => written(lead_time_days),
  },
  {
    name: 'buffer_days',
    label: words.form.buffer,
    kind: 'days',
    initial: ({ buffer_days }) => written(buffer_days || undefined),
  },
  {
    name: 'approval_days',
    label: words.form.approval,
    kind: 'days',
    initial: ({ approval_days }) => written(approval_days || undefined),
  },
  {
    name: 'order_unit',
    label: words.orderUnit,
    kind: 'number',
    initial: ({ order_unit }) => written(order_unit),
  },
  {
    name: 'minimum_term_months',
    label: words.form.term,
    kind: 'number',
    initial: ({ minimum_term_months }) => written(minimum_term_months),
  },
  {
    name: 'range_space',
    label: words.rangeSpace,
    hint: words.form.spaceHint,
    kind: 'text',
    initial: ({ range_space }) => written(range_space),
  },
  {
    name: 'check_digit',
    label: words.checkDigit,
    kind: 'choice',
    options: [NONE, { value: 'luhn', word: words.luhn }],
    initial: ({ check_digit }) => written(check_digit),
  },
  {
    name: 'ranges',
    label: words.ranges,
    hint: words.form.rangesHint,
    kind: 'lines',
    initial: ({ ranges = [] }) => ranges.join('\n'),
  },
  {
    name: 'deadlines',
    label: words.deadlines,
    hint: words.form.deadlinesHint,
    kind: 'lines',
    initial: ({ deadlines }) => deadlines.join('\n'),
  },
]

/** What differs from the row, as a document has it; null takes a field away. Without a row all that was typed. */
export function typedFields(
  row: WallRowView | undefined,
  typed: (name: string) => string,
): Record<string, unknown> {
  const changed: Record<string, unknown> = {}
  for (const field of RESOURCE_FIELDS) {
    if (row !== undefined && field.once === true) continue
    const before = row === undefined ? '' : field.initial(row)
    const now = typed(field.name).replaceAll('\r\n', '\n').trim()
    if (now === before) continue
    if (STORED_FIELDS.includes(field)) changed['observed'] = observedOf(valueTyped(typed))
    else changed[field.name] = valueOf(field, now)
  }
  return changed
}

function valueTyped(typed: (name: string) => string): (name: string) => unknown {
  return (name) => {
    const field = STORED_FIELDS.find((one) => one.name === name)
    return field && valueOf(field, typed(name).trim())
  }
}

function valueOf({ kind }: ResourceField, text: string): unknown {
  if (text === '') return null
  if (kind === 'lines')
    return text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
  if (kind === 'text' || kind === 'choice') return text
  const value = Number(text.replaceAll(',', ''))
  // What is no number goes as it is: the reader of documents says then what is wrong with it.
  return Number.isFinite(value) ? value : text
}
