import { createHash } from 'node:crypto'
import { InputError } from '../platform/failure.ts'
import { networkOf } from './workspace.ts'
import type { CollectionReaders, Workspace } from './workspace.ts'
import { Gathering } from './workspace-gathering.ts'
import { formatOf, readNetwork } from './read-network.ts'
import type { Network } from './network.ts'

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
  if (files.length === 1 && formatOf(only!.path, only!.content, gathering.ownKeys()) !== 'workspace') {
    const network = readNetwork(only!.path, only!.content)
    return { ...gathering.finish(only!.path), network, files: hashes }
  }
  for (const { path, content } of files) gathering.addFile(path, path, content)
  const named = new Set<string>()
  for (const { path, shown, from } of gathering.evidencePaths()) {
    if (!paths.has(path)) throw new InputError(from.file, from.place, `expected an evidence file, found none at ${shown}`)
    named.add(path)
  }
  const read = gathering.finish('workspace')
  return { ...read, files: hashes.map((file) => ({ ...file, evidence: named.has(file.path) })) }
}

export function sha256Of(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** What an estate comes down to at an instant, for whoever compares two. */
export function comparable(workspace: Workspace | undefined, atMs: number): Workspace['estate'] | Network | undefined {
  if (workspace === undefined) return undefined
  return workspace.network === undefined ? workspace.estate : networkOf(workspace, atMs)
}
