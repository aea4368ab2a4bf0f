/** Columns of rows in PostgreSQL's binary form of an array, which needs no text to be written or read on the way. */

const OID = { int4: 23, int8: 20, float8: 701 } as const
const HEADER_BYTES = 20

/** `width`: bytes of one element. `write` gives false for null. */
function arrayOf(
  oid: number,
  count: number,
  width: number,
  write: (into: Buffer, at: number, row: number) => boolean,
): Buffer {
  const bytes = Buffer.allocUnsafe(HEADER_BYTES + count * (4 + width))
  bytes.writeInt32BE(count === 0 ? 0 : 1, 0)
  bytes.writeInt32BE(oid, 8)
  bytes.writeInt32BE(count, 12)
  bytes.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  let nulls = 0
  for (let row = 0; row < count; row += 1) {
    const there = write(bytes, at + 4, row)
    bytes.writeInt32BE(there ? width : -1, at)
    at += there ? 4 + width : 4
    if (!there) nulls = 1
  }
  bytes.writeInt32BE(nulls, 4)
  return count === 0 ? bytes.subarray(0, 12) : bytes.subarray(0, at)
}

export function integers(values: readonly number[]): Buffer {
  return arrayOf(OID.int4, values.length, 4, (into, at, row) => into.writeInt32BE(values[row]!, at) > 0)
}

/** Whole numbers that a double holds exactly. */
export function bigIntegers(values: readonly number[]): Buffer {
  return arrayOf(OID.int8, values.length, 8, (into, at, row) => {
    const value = values[row]!
    const high = Math.floor(value / 2 ** 32)
    into.writeInt32BE(high, at)
    return into.writeUInt32BE(value - high * 2 ** 32, at + 4) > 0
  })
}

/** Null where a row is among `absent`. */
export function doubles(values: readonly number[], absent: ReadonlySet<number>): Buffer {
  return arrayOf(OID.float8, values.length, 8, (into, at, row) => {
    if (absent.has(row)) return false
    return into.writeDoubleBE(values[row]!, at) > 0
  })
}
