import { isUtf8 } from 'node:buffer'
import { InputError } from '../platform/failure.ts'
import type { Place } from '../platform/failure.ts'

/** The largest input that is read, in bytes; larger ones are refused before they are read. */
export const FILE_SIZE_BYTES_MAX = 150_000_000

/** Line and column, both from 1, of a byte offset in UTF-8 text. Columns count characters, not bytes. */
export function placeOfByte(bytes: Uint8Array, offset: number): Place {
  const end = Math.min(offset, bytes.length)
  let line = 1
  let lineStart = 0
  for (
    let newline = bytes.indexOf(10);
    newline !== -1 && newline < end;
    newline = bytes.indexOf(10, newline + 1)
  ) {
    line++
    lineStart = newline + 1
  }
  let column = 1
  // Continuation bytes (10xxxxxx) belong to the character before them.
  for (let at = lineStart; at < end; at++) if ((bytes[at]! & 0xc0) !== 0x80) column++
  return { line, column: lineStart === 0 && startsWithBom(bytes) ? Math.max(1, column - 1) : column }
}

export function startsWithBom(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
}

/** Throws InputError with byte offset and line when the bytes are not UTF-8. */
export function checkUtf8(file: string, bytes: Uint8Array): void {
  if (isUtf8(bytes)) return
  const offset = firstInvalidByte(bytes)
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const found = utf16
    ? 'a UTF-16 byte order mark'
    : `byte 0x${(bytes[offset] ?? 0).toString(16).padStart(2, '0')}`
  throw new InputError(
    file,
    placeOfByte(bytes, offset),
    `expected UTF-8, found ${found} at byte offset ${offset}`,
  )
}

/** Whole blocks first, then character by character in the block that is wrong. */
function firstInvalidByte(bytes: Uint8Array): number {
  const blockBytes = 65_536
  let at = 0
  for (let end = blockBytes; end < bytes.length; end += blockBytes) {
    // A block ends before the character that its last byte may cut.
    let cut = end
    while (cut > end - 4 && (bytes[cut]! & 0xc0) === 0x80) cut--
    if (!isUtf8(bytes.subarray(at, cut))) break
    at = cut
  }
  while (at < bytes.length) {
    const start = at
    const size = [1, 2, 3, 4].find(
      (length) => isUtf8(bytes.subarray(start, start + length)) && start + length <= bytes.length,
    )
    if (size === undefined) return at
    at += size
  }
  return at
}
