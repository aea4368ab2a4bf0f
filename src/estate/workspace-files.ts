import { InputError } from '../platform/failure.ts'
import { historyOf, type Histories } from './history.ts'
import { sha256Of } from './sha256.ts'
import type { CollectionReaders, Workspace } from './workspace.ts'
import { Gathering } from './workspace-gathering.ts'
import { isWorkspaceDocument, readNetwork } from './read-network.ts'

/** A file as it came over the network: not yet on any disk. */
export type SentFile = { path: string; content: Uint8Array }

/**
 * Reads a workspace from files in memory, by the same rules as from a folder: one network file of any known format
 * alone is that network; otherwise all of them together are the estate's documents and the evidence that they name.
 */
export function workspaceOfFiles(files: readonly SentFile[], collections: CollectionReaders = {}): Workspace {
  const paths = new Set(files.map(({ path }) => path))
  if (files.length === 0) throw new InputError('workspace', {}, 'expected at least one document, found none')
  if (paths.size < files.length) throw new InputError('workspace', {}, 'expected each path once')
  const gathering = new Gathering(collections)
  const hashes = files.map(({ path, content }) => ({ path, sha256: sha256Of(content), evidence: false }))
  const [only] = files
  if (files.length === 1 && !isWorkspaceDocument(only!.path, only!.content, gathering.ownKeys())) {
    const network = readNetwork(only!.path, only!.content)
    return { ...gathering.finish(only!.path), network, files: hashes }
  }
  for (const { path, content } of files) gathering.addFile(path, path, content)
  const named = new Set<string>()
  const histories: Histories = {}
  for (const { path, shown, from, historyOf: resource } of gathering.evidencePaths()) {
    if (!paths.has(path))
      throw new InputError(from.file, from.place, `expected an evidence file, found none at ${shown}`)
    named.add(path)
    const content = files.find((file) => file.path === path)!.content
    if (resource !== undefined) histories[resource] = historyOf(path, from, content)
  }
  const read = gathering.finish('workspace')
  return { ...read, histories, files: hashes.map((file) => ({ ...file, evidence: named.has(file.path) })) }
}

/**
 * One hash for all files of a workspace: that of the only one, or SHA-256 over the lines `sha256  path` in order of
 * path, as `sha256sum` writes them.
 */
export function manifestSha256(files: readonly { path: string; sha256: string }[]): string {
  if (files.length === 1) return files[0]!.sha256
  const lines = files
    .map(({ path, sha256 }) => ({ path, line: `${sha256}  ${path}\n` }))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
  return sha256Of(lines.map(({ line }) => line).join(''))
}
