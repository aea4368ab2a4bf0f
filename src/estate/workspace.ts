import { readdir, realpath, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { InputError } from '../platform/failure.ts'
import { readBounded } from './document.ts'
import { historiesBeside, historyOf, type Histories } from './history.ts'
import type { Network } from './network.ts'
import { networkAt } from './network-at.ts'
import { isWorkspaceDocument, readNetwork } from './read-network.ts'
import { sha256Of } from './sha256.ts'
import type { CollectionReaders, Workspace } from './workspace-content.ts'
import { Gathering } from './workspace-gathering.ts'

export type { CollectionReaders, Workspace } from './workspace-content.ts'

const FILES_MAX = 10_000
const FOLDER_DEPTH_MAX = 32
const TOTAL_SIZE_BYTES_MAX = 600_000_000

/**
 * Reads a folder of YAML and JSON documents, split over files and subfolders as one likes. Hidden files and links that
 * lead outside are passed over; other files count only when a document names them as evidence.
 * InputError, with file and place, for the first thing that is wrong.
 */
export async function readWorkspace(dir: string, collections: CollectionReaders = {}): Promise<Workspace> {
  const root = await realpath(dir).catch((problem: NodeJS.ErrnoException) => {
    throw new InputError(dir, {}, `expected a folder, found ${problem.code ?? problem.message}`)
  })
  const paths = await documentPaths(dir, root)
  const gathering = new Gathering(collections)
  const budget = { leftBytes: TOTAL_SIZE_BYTES_MAX }
  const hashes = new Map<string, string>()
  for (const path of paths) {
    const shown = join(dir, path)
    const bytes = await readWithin(join(root, path), shown, budget)
    hashes.set(path, sha256Of(bytes))
    gathering.addFile(path, shown, bytes)
  }
  const evidence = gathering.evidencePaths()
  const read = gathering.finish(dir)
  const histories: Histories = {}
  for (const { path, shown, from, historyOf: resource } of evidence) {
    if (hashes.has(path) && resource === undefined) continue
    const content = await readEvidence(root, path, shown, from, budget)
    hashes.set(path, sha256Of(content))
    if (resource !== undefined) histories[resource] = historyOf(path, from, content)
  }
  const named = new Set(evidence.map(({ path }) => path))
  const files = [...hashes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, sha256]) => ({ path, sha256, evidence: named.has(path) }))
  return { ...read, files, histories }
}

/** The files of a folder that may be documents; none when the folder is not there yet. */
export async function workspaceDocuments(dir: string): Promise<{ path: string; content: Uint8Array }[]> {
  const root = await realpath(dir).catch((problem: NodeJS.ErrnoException) => {
    if (problem.code === 'ENOENT') return undefined
    throw new InputError(dir, {}, `expected a folder, found ${problem.code ?? problem.message}`)
  })
  if (root === undefined) return []
  const budget = { leftBytes: TOTAL_SIZE_BYTES_MAX }
  const documents: { path: string; content: Uint8Array }[] = []
  for (const path of await documentPaths(dir, root))
    documents.push({ path, content: await readWithin(join(root, path), join(dir, path), budget) })
  return documents
}

/** A workspace folder, one document of a workspace, or one network file of any known format. */
export async function readTarget(path: string, collections: CollectionReaders = {}): Promise<Workspace> {
  const found = await stat(path).catch((problem: NodeJS.ErrnoException) => {
    throw new InputError(path, {}, `expected a file or folder, found ${problem.code ?? problem.message}`)
  })
  if (found.isDirectory()) return readWorkspace(path, collections)
  const bytes = await readBounded(path)
  const files = [{ path, sha256: sha256Of(bytes), evidence: false }]
  const gathering = new Gathering(collections)
  if (!isWorkspaceDocument(path, bytes, gathering.ownKeys())) {
    const network = readNetwork(path, bytes)
    const histories = await historiesBeside(path, network.network)
    return { ...gathering.finish(path), network, files, histories }
  }
  gathering.addFile(path, path, bytes)
  return { ...gathering.finish(path), files }
}

/** What a command was given: the name as written, and what stands there. */
export type GivenTarget = { file: string; workspace: Workspace }

/**
 * The one file or folder that a command's arguments name, read from the folder that it runs in. InputError where none
 * is named, or what is there cannot be read.
 */
export async function givenTarget(
  command: string,
  { cwd }: { cwd: string },
  args: readonly (string | readonly string[] | undefined)[],
  collections: CollectionReaders = {},
): Promise<GivenTarget> {
  const [file] = args
  if (typeof file !== 'string')
    throw new InputError(command, {}, 'expected one network file or workspace folder')
  const target = cwd === process.cwd() ? file : resolve(cwd, file)
  return { file, workspace: await readTarget(target, collections) }
}

/** The network of a workspace at an instant, in steady state. */
export function networkOf(workspace: Workspace, atMs: number): Network {
  return workspace.network?.network ?? networkAt(workspace.estate, atMs)
}

/** Files that may be documents, sorted; depth, number and links are bounded. */
async function documentPaths(dir: string, root: string): Promise<string[]> {
  const paths: string[] = []
  const seen = new Set<string>()
  const walk = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder)
    if (seen.has(real)) return
    seen.add(real)
    if (depth > FOLDER_DEPTH_MAX)
      throw new InputError(folder, {}, `expected at most ${FOLDER_DEPTH_MAX} levels of folders`)
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.name.startsWith('.')) continue
      const path = join(folder, entry.name)
      const target = entry.isSymbolicLink() ? await insideTarget(path, root) : entry
      if (target?.isDirectory()) await walk(path, depth + 1)
      else if (target?.isFile() && /\.(ya?ml|json)$/i.test(entry.name))
        paths.push(relative(root, path).split(sep).join('/'))
      if (paths.length > FILES_MAX)
        throw new InputError(dir, {}, `expected at most ${FILES_MAX.toLocaleString('en')} documents`)
    }
  }
  await walk(root, 0)
  return paths.sort()
}

/** What a symbolic link leads to when that lies inside the workspace. */
async function insideTarget(
  path: string,
  root: string,
): Promise<{ isDirectory(): boolean; isFile(): boolean } | undefined> {
  const target = await realpath(path).catch(() => undefined)
  return target !== undefined && isInside(target, root) ? stat(target) : undefined
}

function isInside(path: string, root: string): boolean {
  return path === root || path.startsWith(root.endsWith(sep) ? root : root + sep)
}

async function readEvidence(
  root: string,
  path: string,
  shown: string,
  from: InputError,
  budget: Budget,
): Promise<Uint8Array> {
  const absolute = resolve(root, path)
  const real = await realpath(absolute).catch(() => undefined)
  if (real === undefined)
    throw new InputError(from.file, from.place, `expected an evidence file, found none at ${shown}`)
  if (!isInside(real, root))
    throw new InputError(from.file, from.place, `expected evidence inside the workspace, found ${shown}`)
  return readWithin(real, shown, budget)
}

type Budget = { leftBytes: number }

async function readWithin(path: string, shown: string, budget: Budget): Promise<Uint8Array> {
  const bytes = await readBounded(path, shown)
  budget.leftBytes -= bytes.length
  if (budget.leftBytes >= 0) return bytes
  throw new InputError(
    dirname(shown),
    {},
    `expected at most ${TOTAL_SIZE_BYTES_MAX.toLocaleString('en')} bytes in all files together`,
  )
}
