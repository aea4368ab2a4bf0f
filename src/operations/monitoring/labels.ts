import { createHash } from 'node:crypto'
import { FieldReader, ProtobufError, WIRE } from './remote-write/protobuf.ts'

/** The labels of a series without `__name__`, in order of their names, and the name of its metric. */
export type Labels = { metric: string; labels: Record<string, string> }

/** Labels that name no series: what was expected of them. */
export class LabelError extends Error {
  override readonly name = 'LabelError'
}

const LABELS_MAX = 64
const VALUE_BYTES_MAX = 2048
const LABEL_NAME = /^[a-zA-Z_][a-zA-Z0-9_]{0,127}$/
const METRIC = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,254}$/
const METRIC_LABEL = '__name__'
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * The labels of a series from the bytes in which remote write sends them. Their order is not asked for, so that senders
 * that order differently mean one series; a name that comes twice, an empty value and a missing metric are refused.
 * Throws LabelError.
 */
export function readLabels(section: Buffer): Labels {
  const pairs = new Map<string, string>()
  try {
    const reader = new FieldReader(section)
    while (reader.next()) {
      const outer = reader.enter()
      const { name, value } = readLabel(reader)
      reader.leave(outer)
      if (pairs.has(name)) throw new LabelError(`expected each label once, found ${quoted(name)} again`)
      if (pairs.size >= LABELS_MAX) throw new LabelError(`expected at most ${LABELS_MAX} labels`)
      pairs.set(name, value)
    }
  } catch (problem) {
    if (problem instanceof ProtobufError) throw new LabelError(problem.message)
    throw problem
  }
  return labelsOf(pairs)
}

function readLabel(reader: FieldReader): { name: string; value: string } {
  let name = ''
  let value = ''
  while (reader.next()) {
    if (reader.number !== 1 && reader.number !== 2) {
      reader.skip()
      continue
    }
    reader.expect(WIRE.bytes, 'text')
    const text = textIn(reader.bytes())
    if (reader.number === 1) name = text
    else value = text
  }
  return { name, value }
}

function textIn(bytes: Buffer): string {
  if (bytes.length > VALUE_BYTES_MAX)
    throw new LabelError(`expected at most ${VALUE_BYTES_MAX} bytes in a label, found ${bytes.length}`)
  try {
    return utf8.decode(bytes)
  } catch (problem) {
    if (problem instanceof TypeError) throw new LabelError('expected UTF-8 in a label')
    throw problem
  }
}

/** Checks names and values, from wherever they come. */
export function labelsOf(pairs: ReadonlyMap<string, string>): Labels {
  const metric = pairs.get(METRIC_LABEL)
  if (metric === undefined)
    throw new LabelError(`expected the name of a metric (the label ${METRIC_LABEL}), found none`)
  if (!METRIC.test(metric))
    throw new LabelError(`expected the name of a metric of letters, digits, _ and :, found ${quoted(metric)}`)
  const labels: [name: string, value: string][] = []
  for (const [name, value] of [...pairs].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
    if (name === METRIC_LABEL) continue
    if (!LABEL_NAME.test(name))
      throw new LabelError(`expected the name of a label of letters, digits and _, found ${quoted(name)}`)
    if (value === '') throw new LabelError(`expected a value of ${quoted(name)}, found none`)
    // PostgreSQL has no place for it in its text.
    if (value.includes('\0')) throw new LabelError(`expected text without NUL in ${quoted(name)}`)
    labels.push([name, value])
  }
  return { metric, labels: Object.fromEntries(labels) }
}

/** `metric{label="value",…}`, as Prometheus writes it. */
export function seriesName({ metric, labels }: Labels): string {
  const written = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return written.length === 0 ? metric : `${metric}{${written.join(',')}}`
}

/** One key for equal labels, whoever sends them. */
export function labelsKey(labels: Labels): Buffer {
  return createHash('sha256').update(seriesName(labels)).digest()
}

function escaped(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
}

function quoted(text: string): string {
  return JSON.stringify(text.slice(0, 80))
}
