/** Bytes that are no protobuf message of the shape that is read. `at` counts from the message's first byte. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError'

  constructor(at: number, expected: string) {
    super(`byte ${at}: expected ${expected}`)
  }
}

export const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const

/**
 * Reads the fields of a message (protobuf.dev, "Encoding") one after another from one buffer, without copying: `next`
 * moves to the next field, then the reader for its wire type is called, or `skip`. Everything throws ProtobufError.
 */
export class FieldReader {
  readonly #bytes: Buffer
  #at: number
  #end: number
  /** Of the field that `next` has found. */
  number = 0
  wire = 0
  /** Where that field begins, its tag included. */
  start = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.#at = 0
    this.#end = bytes.length
  }

  get at(): number {
    return this.#at
  }

  /** Goes to the next field of the message; false at its end. */
  next(): boolean {
    if (this.#at >= this.#end) return false
    this.start = this.#at
    const tag = this.varint()
    this.wire = tag % 8
    this.number = Math.floor(tag / 8)
    if (this.number < 1 || this.number > 0x1fff_ffff)
      throw new ProtobufError(this.start, `a field number, found ${this.number}`)
    return true
  }

  /** Stands at the field that must have this wire type; `what` names it in the error. */
  expect(wire: number, what: string): void {
    if (this.wire !== wire)
      throw new ProtobufError(this.start, `${what} (wire type ${wire}), found wire type ${this.wire}`)
  }

  /** Enters a message that stands in a field; `leave` with what it gave. */
  enter(): number {
    const length = this.varint()
    const outer = this.#end
    if (length > outer - this.#at)
      throw new ProtobufError(this.#at, `${length} bytes, found ${outer - this.#at}`)
    this.#end = this.#at + length
    return outer
  }

  leave(outer: number): void {
    this.#at = this.#end
    this.#end = outer
  }

  /** Up to 64 bits, without sign; those above 2^53 lose their last digits. */
  varint(): number {
    const bytes = this.#bytes
    const first = this.#at
    let value = 0
    let unit = 1
    for (let count = 0; count < 10; count += 1) {
      if (this.#at >= this.#end)
        throw new ProtobufError(first, 'a whole varint, found the end of the message')
      const byte = bytes[this.#at]!
      this.#at += 1
      value += (byte & 0x7f) * unit
      if (byte < 0x80) return value
      unit *= 128
    }
    throw new ProtobufError(first, 'a varint of at most ten bytes')
  }

  /** An int64: what is above 2^63 is negative. */
  int64(): number {
    const value = this.varint()
    return value >= 2 ** 63 ? value - 2 ** 64 : value
  }

  /** Eight bytes; where they lie in the buffer. */
  fixed64(): number {
    const at = this.#at
    if (this.#end - at < 8) throw new ProtobufError(at, `8 bytes, found ${this.#end - at}`)
    this.#at += 8
    return at
  }

  /** A length-delimited field; the bytes are those of the buffer. */
  bytes(): Buffer {
    const outer = this.enter()
    const found = this.#bytes.subarray(this.#at, this.#end)
    this.leave(outer)
    return found
  }

  skip(): void {
    if (this.wire === WIRE.varint) this.varint()
    else if (this.wire === WIRE.fixed64) this.fixed64()
    else if (this.wire === WIRE.bytes) this.leave(this.enter())
    else if (this.wire === WIRE.fixed32) {
      if (this.#end - this.#at < 4)
        throw new ProtobufError(this.#at, `4 bytes, found ${this.#end - this.#at}`)
      this.#at += 4
    } else throw new ProtobufError(this.start, `wire type 0, 1, 2 or 5, found ${this.wire}`)
  }
}
