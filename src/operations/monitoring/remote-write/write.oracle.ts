/** What senders do, written anew for tests and benches: a prometheus.WriteRequest, and snappy blocks. */

export type Sent = {
  labels: readonly (readonly [string, string])[]
  samples: readonly (readonly [value: number | 'stale', atMs: number])[]
  histograms?: number
}

export function varint(value: number | bigint): Buffer {
  const bytes: number[] = []
  let rest = BigInt.asUintN(64, BigInt(value))
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80)
  bytes.push(Number(rest))
  return Buffer.from(bytes)
}

export function field(number: number, content: Buffer): Buffer {
  return Buffer.concat([varint((number << 3) | 2), varint(content.length), content])
}

export function label(name: string, value: string): Buffer {
  return field(1, Buffer.concat([field(1, Buffer.from(name)), field(2, Buffer.from(value))]))
}

export function sample(value: number | 'stale', atMs: number): Buffer {
  const bits = Buffer.alloc(8)
  if (value === 'stale') bits.writeBigUInt64LE(0x7ff0000000000002n)
  else bits.writeDoubleLE(value)
  return field(2, Buffer.concat([Buffer.from([0x09]), bits, Buffer.from([0x10]), varint(BigInt(atMs))]))
}

export function writeRequest(sent: readonly Sent[], kinds: Record<string, number> = {}): Buffer {
  const series = sent.map(({ labels, samples, histograms = 0 }) =>
    field(
      1,
      Buffer.concat([
        ...labels.map(([name, value]) => label(name, value)),
        ...samples.map(([value, atMs]) => sample(value, atMs)),
        ...Array.from({ length: histograms }, () => field(4, Buffer.alloc(0))),
      ]),
    ),
  )
  const metadata = Object.entries(kinds).map(([name, kind]) =>
    field(3, Buffer.concat([Buffer.from([0x08]), varint(kind), field(2, Buffer.from(name))])),
  )
  return Buffer.concat([...series, ...metadata])
}

/** A block that copies where the last four bytes came before, as any snappy does; all else are literals. */
export function snappyBlock(plain: Buffer): Buffer {
  const parts = [varint(plain.length)]
  const seen = new Map<number, number>()
  let from = 0
  let at = 0
  const literal = (until: number): void => {
    for (; from < until; from += Math.min(65_536, until - from)) {
      const piece = plain.subarray(from, Math.min(until, from + 65_536))
      const size = piece.length - 1
      parts.push(size < 60 ? Buffer.from([size << 2]) : Buffer.from([61 << 2, size & 0xff, size >> 8]), piece)
    }
  }
  while (at + 4 <= plain.length) {
    const word = plain.readUInt32LE(at)
    const before = seen.get(word)
    seen.set(word, at)
    if (before === undefined || at - before > 65_535) {
      at += 1
      continue
    }
    literal(at)
    let size = 4
    while (size < 64 && at + size < plain.length && plain[before + size] === plain[at + size]) size += 1
    parts.push(Buffer.from([((size - 1) << 2) | 2, (at - before) & 0xff, (at - before) >> 8]))
    at += size
    from = at
  }
  literal(plain.length)
  return Buffer.concat(parts)
}

export const WRITE_HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
} as const
