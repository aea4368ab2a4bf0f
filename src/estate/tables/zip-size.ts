import { InputError } from '../../platform/failure.ts'

const UNPACKED_BYTES_MAX = 400_000_000
const ENTRIES_MAX = 10_000

/** True for the first bytes of a ZIP archive, such as an XLSX workbook. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5)
}

/**
 * Refuses an archive that would unpack to far more than it is, by the sizes in its central directory (APPNOTE 4.3.12);
 * the unpacker allots no more than these.
 */
export function checkZipSize(file: string, bytes: Uint8Array): void {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = view.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  if (end === -1 || end + 22 > view.length)
    throw new InputError(file, {}, 'expected a whole XLSX workbook, found its end missing')
  const entries = view.readUInt16LE(end + 10)
  let at = view.readUInt32LE(end + 16)
  let unpacked = 0
  for (let entry = 0; entry < entries; entry++) {
    if (at + 46 > view.length || view.readUInt32LE(at) !== 0x02014b50)
      throw new InputError(file, {}, 'expected a whole XLSX workbook, found its directory broken')
    unpacked += view.readUInt32LE(at + 24)
    if (entry >= ENTRIES_MAX || unpacked > UNPACKED_BYTES_MAX)
      throw new InputError(
        file,
        {},
        `expected a workbook of at most ${UNPACKED_BYTES_MAX.toLocaleString('en')} bytes when unpacked`,
      )
    at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32)
  }
}
