import { inflateRawSync } from 'node:zlib'

/** A reader of ZIP files that never inflates more than asked: sizes in headers are claims, the bound is not. */

export type ArchiveEntry = { name: string; encrypted: boolean; method: number; compressed: Uint8Array }
export type Archive = { entries: ArchiveEntry[] } | { unreadable: true }

const ENTRIES_MAX = 500
const END_RECORD = 0x06054b50
const CENTRAL_RECORD = 0x02014b50
const LOCAL_RECORD = 0x04034b50

export function readArchive(bytes: Uint8Array): Archive {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end < 0) return { unreadable: true }
  const count = Math.min(view.getUint16(end + 10, true), ENTRIES_MAX)
  let at = view.getUint32(end + 16, true)
  const entries: ArchiveEntry[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL_RECORD) break
    const nameLength = view.getUint16(at + 28, true)
    const entry = readEntry(bytes, view, at, nameLength)
    if (entry !== undefined) entries.push(entry)
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
  }
  return { entries }
}

function findEnd(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 65_558)
  for (let at = view.byteLength - 22; at >= lowest; at -= 1)
    if (view.getUint32(at, true) === END_RECORD) return at
  return -1
}

function readEntry(
  bytes: Uint8Array,
  view: DataView,
  at: number,
  nameLength: number,
): ArchiveEntry | undefined {
  const local = view.getUint32(at + 42, true)
  if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL_RECORD) return undefined
  const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
  const size = view.getUint32(at + 20, true)
  if (from + size > bytes.length) return undefined
  return {
    name: Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString('utf8'),
    encrypted: (view.getUint16(at + 8, true) & 1) === 1,
    method: view.getUint16(at + 10, true),
    compressed: bytes.subarray(from, from + size),
  }
}

/** The content of an entry, undefined when encrypted, damaged, or larger than `sizeBytesMax` once inflated. */
export function inflateEntry(entry: ArchiveEntry, sizeBytesMax: number): Uint8Array | undefined {
  if (entry.encrypted) return undefined
  if (entry.method === 0) return entry.compressed.length <= sizeBytesMax ? entry.compressed : undefined
  if (entry.method !== 8) return undefined
  try {
    return inflateRawSync(entry.compressed, { maxOutputLength: sizeBytesMax })
  } catch {
    return undefined
  }
}
