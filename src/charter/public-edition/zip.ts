import { Uint8ArrayReader, Uint8ArrayWriter, ZipReader, ZipWriter, type FileEntry } from '@zip.js/zip.js'

/** The first instant that every reader of archives can hold: the same files always give the same bytes. */
const DATED = new Date(1980, 0, 1)
const ENTRIES_MAX = 100
const BYTES_MAX = 64 * 1024 * 1024

/** An archive of files by name. */
export async function zipped(files: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    useWebWorkers: false,
    extendedTimestamp: false,
    lastModDate: DATED,
  })
  for (const [name, bytes] of files) await writer.add(name, new Uint8ArrayReader(bytes))
  return writer.close()
}

/** The files of an archive that `zipped` made, by name. Throws for one that is damaged or larger than an edition. */
export async function unzippedEdition(bytes: Uint8Array): Promise<Map<string, Uint8Array>> {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false, checkSignature: true })
  const entries = (await reader.getEntries()).filter((entry): entry is FileEntry => !entry.directory)
  const total = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0)
  if (entries.length > ENTRIES_MAX || total > BYTES_MAX)
    throw new Error('the archive is larger than an edition')
  const files = new Map<string, Uint8Array>()
  for (const entry of entries) files.set(entry.filename, await entry.getData(new Uint8ArrayWriter()))
  await reader.close()
  return files
}
