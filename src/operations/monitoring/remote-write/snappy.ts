/** Bytes that are no snappy block, or one that is larger than what was allowed. */
export class SnappyError extends Error {
  override readonly name = 'SnappyError'
  /** It says of itself that it holds more than `limit` bytes; nothing was allocated for it. */
  readonly tooLarge: boolean

  constructor(message: string, tooLarge = false) {
    super(message)
    this.tooLarge = tooLarge
  }
}

/** Grows to the largest block that was read, within its limit, and serves all of them in turn. */
let reused: Buffer = Buffer.alloc(0)

/**
 * Reads one snappy block (google/snappy, format_description.txt): the block format of remote write, never the framed
 * one. The declared length is checked before anything is allocated, every literal and copy against what is there, and
 * the end against the declared length. The bytes returned are valid until the next call. Throws SnappyError.
 *
 * Own code: of what npm has in plain JavaScript, snappyjs 0.7.0 runs for ever on a literal whose length has its highest
 * bit set, and the native one takes seven times as long.
 */
export function readSnappy(block: Uint8Array, bytesMax: number): Buffer {
  const { length, start } = declaredLength(block)
  if (length > bytesMax)
    throw new SnappyError(`expected at most ${bytesMax} bytes uncompressed, found ${length} declared`, true)
  if (reused.length < length) reused = Buffer.allocUnsafeSlow(length)
  const written = expand(block, start, reused, length)
  if (written !== length)
    throw new SnappyError(`expected ${length} bytes as declared, found ${written} at the block's end`)
  return reused.subarray(0, length)
}

/** A varint of 32 bits. */
function declaredLength(block: Uint8Array): { length: number; start: number } {
  let length = 0
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at]
    if (byte === undefined) throw new SnappyError('expected a length, found the end of the block')
    length += (byte & 0x7f) * 2 ** (7 * at)
    if (byte < 0x80) {
      if (length > 0xffff_ffff) break
      return { length, start: at + 1 }
    }
  }
  throw new SnappyError('expected a length of at most 32 bits')
}

function expand(block: Uint8Array, start: number, out: Buffer, length: number): number {
  const end = block.length
  let from = start
  let to = 0
  while (from < end) {
    const tag = block[from]!
    from += 1
    const kind = tag & 3
    if (kind === 0) {
      let size = tag >>> 2
      if (size >= 60) {
        const bytes = size - 59
        if (from + bytes > end) throw cut(from)
        size = littleEndian(block, from, bytes)
        from += bytes
      }
      size += 1
      if (from + size > end) throw cut(from)
      if (to + size > length) throw overlong(from)
      copyLiteral(block, from, out, to, size)
      from += size
      to += size
      continue
    }
    const bytes = kind === 3 ? 4 : kind
    if (from + bytes > end) throw cut(from)
    const size = kind === 1 ? ((tag >>> 2) & 7) + 4 : (tag >>> 2) + 1
    const low = littleEndian(block, from, bytes)
    const offset = kind === 1 ? low + ((tag >>> 5) << 8) : low
    if (offset === 0 || offset > to)
      throw new SnappyError(`expected a copy of what came before, found offset ${offset} at byte ${from}`)
    if (to + size > length) throw overlong(from)
    from += bytes
    copyBack(out, to, offset, size)
    to += size
  }
  return to
}

function littleEndian(block: Uint8Array, at: number, bytes: number): number {
  let value = 0
  for (let index = 0; index < bytes; index += 1) value += block[at + index]! * 2 ** (8 * index)
  return value
}

/** Short ones byte by byte: a call of the engine's own copying costs more than they do. */
function copyLiteral(block: Uint8Array, from: number, out: Buffer, to: number, size: number): void {
  if (size > 32) out.set(block.subarray(from, from + size), to)
  else for (let index = 0; index < size; index += 1) out[to + index] = block[from + index]!
}

/** What is copied may overlap what it makes: a run repeats itself. */
function copyBack(out: Buffer, to: number, offset: number, size: number): void {
  if (size > 32 && offset >= size) out.copyWithin(to, to - offset, to - offset + size)
  else for (let index = to; index < to + size; index += 1) out[index] = out[index - offset]!
}

function cut(at: number): SnappyError {
  return new SnappyError(`expected more bytes, found the end of the block at byte ${at}`)
}

function overlong(at: number): SnappyError {
  return new SnappyError(`expected no more than the declared length, found more at byte ${at}`)
}
