import { FieldReader, ProtobufError, WIRE } from './protobuf.ts'

/**
 * A prometheus.WriteRequest (remote write 1.0) as columns: `of` names for each sample its place in `series`. A series is
 * the bytes of its labels as they were sent, read as latin1: equal bytes are equal labels, and only labels that were
 * never seen need to be understood (labels.ts).
 */
export type WriteRequest = {
  series: string[]
  of: number[]
  /** Epoch milliseconds. */
  atMs: number[]
  /** NaN also where the sample is a stale marker. */
  values: number[]
  /** Places of samples that are stale markers: the series ended there. */
  stale: Set<number>
  /** What was sent beside samples, and is not kept. */
  histograms: number
  exemplars: number
  /** What sort of metric each of these is, by name. */
  kinds: Map<string, MetricKind>
}

/** In the order of MetricMetadata.MetricType. */
const METRIC_KINDS = [
  'unknown',
  'counter',
  'gauge',
  'histogram',
  'gaugehistogram',
  'summary',
  'info',
  'stateset',
] as const
export type MetricKind = (typeof METRIC_KINDS)[number]

const SAMPLES_MAX = 200_000
const KINDS_MAX = 20_000
const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,254}$/

/** Reads the fields of one message from first to last. */
type Read = (reader: FieldReader) => void

/** Throws ProtobufError, with where in the message and what was expected there. Fields that are not known are passed over. */
export function readWriteRequest(bytes: Buffer): WriteRequest {
  const request: WriteRequest = {
    series: [],
    of: [],
    atMs: [],
    values: [],
    stale: new Set(),
    histograms: 0,
    exemplars: 0,
    kinds: new Map(),
  }
  const reader = new FieldReader(bytes)
  while (reader.next()) {
    if (reader.number === 1) within(reader, 'a time series', () => readSeries(reader, bytes, request))
    else if (reader.number === 3) within(reader, 'metadata', () => readMetadata(reader, request))
    else reader.skip()
  }
  return request
}

function within(reader: FieldReader, what: string, read: Read): void {
  reader.expect(WIRE.bytes, what)
  const outer = reader.enter()
  read(reader)
  reader.leave(outer)
}

function readSeries(reader: FieldReader, bytes: Buffer, request: WriteRequest): void {
  const place = request.series.length
  // Labels usually stand together, as every sender writes them; they need not.
  const pieces: { from: number; until: number }[] = []
  while (reader.next()) {
    if (reader.number === 1) {
      reader.expect(WIRE.bytes, 'a label')
      const from = reader.start
      reader.skip()
      const last = pieces.at(-1)
      if (last?.until === from) last.until = reader.at
      else pieces.push({ from, until: reader.at })
    } else if (reader.number === 2)
      within(reader, 'a sample', () => readSample(reader, bytes, request, place))
    else {
      if (reader.number === 3) request.exemplars += 1
      if (reader.number === 4) request.histograms += 1
      reader.skip()
    }
  }
  request.series.push(pieces.map(({ from, until }) => bytes.toString('latin1', from, until)).join(''))
}

const STALE_HIGH = 0x7ff0_0000
const STALE_LOW = 0x0000_0002

function readSample(reader: FieldReader, bytes: Buffer, request: WriteRequest, place: number): void {
  const start = reader.at
  let value = 0
  let atMs = 0
  let isStale = false
  while (reader.next()) {
    if (reader.number === 1) {
      reader.expect(WIRE.fixed64, 'a value')
      const at = reader.fixed64()
      value = bytes.readDoubleLE(at)
      // By its bits: as a number it is a NaN like any other.
      isStale = bytes.readUInt32LE(at + 4) === STALE_HIGH && bytes.readUInt32LE(at) === STALE_LOW
    } else if (reader.number === 2) {
      reader.expect(WIRE.varint, 'a timestamp')
      atMs = reader.int64()
    } else reader.skip()
  }
  const sample = request.of.length
  if (sample >= SAMPLES_MAX) throw new ProtobufError(start, `at most ${SAMPLES_MAX} samples in a request`)
  if (isStale) request.stale.add(sample)
  request.of.push(place)
  request.atMs.push(atMs)
  request.values.push(value)
}

function readMetadata(reader: FieldReader, request: WriteRequest): void {
  let kind: MetricKind = 'unknown'
  let name = ''
  while (reader.next()) {
    if (reader.number === 1) {
      reader.expect(WIRE.varint, 'a type of metric')
      kind = METRIC_KINDS[reader.varint()] ?? 'unknown'
    } else if (reader.number === 2) {
      reader.expect(WIRE.bytes, 'the name of a metric')
      name = reader.bytes().toString('latin1')
    } else reader.skip()
  }
  if (METRIC_NAME.test(name) && request.kinds.size < KINDS_MAX) request.kinds.set(name, kind)
}
