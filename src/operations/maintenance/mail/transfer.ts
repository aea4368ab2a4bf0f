/** Content transfer encodings (RFC 2045), tolerant: what cannot be decoded is kept, never thrown. */

export function decodeTransfer(bytes: Uint8Array, encoding: string): Uint8Array {
  const name = encoding.trim().toLowerCase()
  if (name === 'base64') return decodeBase64(bytes)
  if (name === 'quoted-printable') return decodeQuotedPrintable(bytes)
  return bytes
}

/** By byte, its six bits; 64 where it is none of the alphabet, that of URLs included. */
const SIXES = new Uint8Array(256).fill(64)
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
for (let at = 0; at < ALPHABET.length; at += 1) SIXES[ALPHABET.charCodeAt(at)] = at
SIXES[0x2d] = 62
SIXES[0x5f] = 63

/**
 * Ignores characters outside the alphabet, as RFC 2045 6.8 asks; several padded runs in a row are read as one. By itself,
 * since Buffer wants the whole of it as a string first, which for a mail of 50 MB is another 50 MB.
 */
function decodeBase64(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(Math.ceil((bytes.length * 3) / 4))
  let [length, bits, held] = [0, 0, 0]
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    const six = SIXES[byte]!
    if (six === 64) {
      if (byte === 0x3d) bits = 0
      continue
    }
    held = ((held << 6) | six) & 0xffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out[length++] = held >> bits
  }
  return out.subarray(0, length)
}

/** `underscore`: the Q form of encoded words (RFC 2047 4.2), where `_` is a space. */
export function decodeQuotedPrintable(bytes: Uint8Array, underscore = false): Uint8Array {
  const out = new Uint8Array(bytes.length)
  let length = 0
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0
    if (byte === 0x5f && underscore) {
      out[length++] = 0x20
      continue
    }
    if (byte !== 0x3d) {
      out[length++] = byte
      continue
    }
    const high = hexValue(bytes[at + 1])
    const low = hexValue(bytes[at + 2])
    if (high >= 0 && low >= 0) {
      out[length++] = high * 16 + low
      at += 2
      continue
    }
    const skipped = softBreak(bytes, at + 1)
    if (skipped > 0) at += skipped
    else out[length++] = byte
  }
  return out.subarray(0, length)
}

/** Bytes of a soft line break after `=`: optional blanks, then CRLF or LF; 0 when there is none. */
function softBreak(bytes: Uint8Array, from: number): number {
  let at = from
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at += 1
  if (bytes[at] === 0x0d && bytes[at + 1] === 0x0a) return at + 2 - from
  if (bytes[at] === 0x0a) return at + 1 - from
  return at >= bytes.length ? at - from : 0
}

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57
  return -1
}
