import type { FileEntry } from '@zip.js/zip.js'

const ENTRIES_MAX = 50
const ENTRY_BYTES_MAX = 8 * 1024 * 1024
const TOTAL_BYTES_MAX = 32 * 1024 * 1024
const PASSWORDS_MAX = 60

export type Unzipped =
  | { files: { name: string; bytes: Uint8Array }[]; left: string[] }
  | { unreadable: 'damaged' | 'password' }

/**
 * The files of an archive, encrypted ones (traditional and AES) by the first of some passwords that fits. No entry is
 * inflated beyond 8 MiB, all together not beyond 32 MiB, whatever sizes the archive claims; what was left is named.
 */
export async function unzipped(bytes: Uint8Array, passwords: readonly string[]): Promise<Unzipped> {
  // Loaded by the first archive.
  const { Uint8ArrayReader, ZipReader } = await import('@zip.js/zip.js')
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false })
  try {
    const entries: FileEntry[] = []
    for await (const entry of reader.getEntriesGenerator()) {
      if (!entry.directory) entries.push(entry)
      if (entries.length >= ENTRIES_MAX) break
    }
    const locked = entries.find(({ encrypted }) => encrypted)
    const password = locked === undefined ? undefined : await fitting(locked, passwords)
    if (locked !== undefined && password === undefined) return { unreadable: 'password' }
    return await inflated(entries, password)
  } catch {
    return { unreadable: 'damaged' }
  } finally {
    await reader.close().catch(() => undefined)
  }
}

async function inflated(entries: readonly FileEntry[], password: string | undefined): Promise<Unzipped> {
  const files: { name: string; bytes: Uint8Array }[] = []
  const left: string[] = []
  let total = 0
  for (const entry of entries) {
    const bytes = total > TOTAL_BYTES_MAX ? undefined : await read(entry, password)
    if (bytes === undefined) left.push(entry.filename.slice(0, 200))
    else files.push({ name: entry.filename, bytes })
    total += bytes?.length ?? 0
  }
  return { files, left }
}

async function fitting(entry: FileEntry, passwords: readonly string[]): Promise<string | undefined> {
  for (const password of passwords.slice(0, PASSWORDS_MAX))
    if ((await read(entry, password)) !== undefined) return password
  return undefined
}

/** Undefined where it is damaged, too large, or the password does not fit. */
async function read(entry: FileEntry, password: string | undefined): Promise<Uint8Array | undefined> {
  const over = new AbortController()
  let taken = 0
  // Counts what really comes out: a bomb claims to be small.
  const counting = new TransformStream<Uint8Array, Uint8Array>({
    transform: (chunk, controller) => {
      taken += chunk.length
      if (taken > ENTRY_BYTES_MAX) {
        over.abort()
        controller.error(new RangeError('too large'))
      } else controller.enqueue(chunk)
    },
  })
  try {
    const collected = new Response(counting.readable).bytes()
    await Promise.all([
      collected,
      entry.getData(counting.writable, {
        ...(password !== undefined && { password }),
        checkSignature: true,
        useWebWorkers: false,
        signal: over.signal,
      }),
    ])
    return await collected
  } catch {
    return undefined
  }
}
