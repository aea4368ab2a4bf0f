import { workspaceCollections } from '../../../charter/composition.ts'
import { charterReading } from '../../../charter/reading.ts'
import { emptyWorkspace } from '../../../estate/current.ts'
import { differenceOf, type Difference } from '../../../estate/difference.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import { steadyNetwork } from '../../../estate/steady-network.ts'
import { filesOf } from '../../../estate/store.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import { manifestSha256, workspaceOfFiles, type SentFile } from '../../../estate/workspace-files.ts'
import { writeNetwork } from '../../../estate/write-network.ts'
import type { Db, Tx } from '../../../platform/database.ts'
import { reportOn } from '../control.ts'
import type { Change, ChangedDocument, Draft, DraftStep } from './draft.ts'
import { editedFiles } from './document-edit.ts'
import { outcomeOf, type Judged, type Outcome } from './outcome.ts'
import { documentsOf } from './store.ts'

/** A draft with all its documents read: the estate that it starts from, and the one that it would become. */
export type Drawn = {
  baseFiles: readonly SentFile[]
  files: readonly SentFile[]
  before: Workspace
  after: Workspace
}

const KEPT_MAX = 6
const kept = new WeakMap<Db, Map<string, Drawn>>()

/** Reads what a draft is at some of its changed documents. The same is read once, however often it is looked at. */
export async function drawnAt(
  db: Db,
  { id, base }: Pick<Draft, 'id' | 'base'>,
  changed: readonly ChangedDocument[],
): Promise<Drawn> {
  const of = kept.get(db) ?? new Map<string, Drawn>()
  kept.set(db, of)
  const key = JSON.stringify([id, base?.toString(), changed])
  const known = of.get(key)
  const drawn = known ?? (await readDrawn(db, base, changed))
  of.delete(key)
  of.set(key, drawn)
  for (const oldest of of.keys()) if (of.size > KEPT_MAX) of.delete(oldest)
  return drawn
}

async function readDrawn(
  db: Db,
  base: bigint | undefined,
  changed: readonly ChangedDocument[],
): Promise<Drawn> {
  const baseFiles = base === undefined ? [] : await filesOf(db, base)
  const contents = await documentsOf(
    db,
    changed.flatMap(({ sha256 }) => sha256 ?? []),
  )
  const files = overlaid(baseFiles, changed, contents)
  return { baseFiles, files, before: workspaceIn(baseFiles), after: workspaceIn(files) }
}

/** Reads documents as the estate would; an estate of which nothing is said for none. InputError as for applying them. */
export function workspaceIn(files: readonly SentFile[]): Workspace {
  if (files.length === 0) return emptyWorkspace()
  const workspace = workspaceOfFiles(files, workspaceCollections())
  charterReading().assertUsable(workspace, {})
  return workspace
}

function overlaid(
  baseFiles: readonly SentFile[],
  changed: readonly ChangedDocument[],
  contents: ReadonlyMap<string, Uint8Array>,
): SentFile[] {
  const files = new Map(baseFiles.map(({ path, content }) => [path, content]))
  for (const { path, sha256 } of changed)
    if (sha256 === null) files.delete(path)
    else files.set(path, contentOf(contents, sha256))
  return sorted([...files].map(([path, content]) => ({ path, content })))
}

function contentOf(contents: ReadonlyMap<string, Uint8Array>, sha256: string): Uint8Array {
  const content = contents.get(sha256)
  if (content === undefined) throw new Error(`the document ${sha256} of a draft is not kept`)
  return content
}

function sorted(files: readonly SentFile[]): SentFile[] {
  return files.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Files after the changes of one step. Uploaded contents come by their hash. */
export function changedFiles(
  draft: string,
  files: readonly SentFile[],
  changes: readonly Change[],
  contents: ReadonlyMap<string, Uint8Array>,
): SentFile[] {
  let now = [...files]
  for (const change of changes) {
    if (change.kind === 'upload') now = received(now, change.path, contentOf(contents, change.sha256))
    else {
      const ready = ownForm(now)
      now = editedFiles(ready, [change], homeIn(ready, draft))
    }
  }
  return now
}

/** A document in the place of the one with its path or else its name; a network file alone gives way to another. */
function received(files: readonly SentFile[], path: string, content: Uint8Array): SentFile[] {
  const name = (one: string): string => one.split('/').at(-1) ?? one
  const same =
    files.find((file) => file.path === path) ?? only(files.filter((file) => name(file.path) === name(path)))
  const isNetworkAlone = files.length === 1 && workspaceIn(files).network !== undefined
  const replaced = same ?? (isNetworkAlone ? files[0] : undefined)
  const kept = files.filter((file) => file !== replaced)
  return sorted([...kept, { path: same?.path ?? path, content }])
}

function only<T>(items: readonly T[]): T | undefined {
  return items.length === 1 ? items[0] : undefined
}

/** A network file of another format, alone, cannot be edited in place: it is written as kensho's own. */
function ownForm(files: readonly SentFile[]): SentFile[] {
  const [file] = files
  if (files.length !== 1 || file === undefined) return [...files]
  const { network } = workspaceIn(files)
  if (network === undefined || network.format === 'kensho') return [...files]
  const { syntax, text } = writeNetwork(network.network)
  const path = `${file.path.replace(/\.[^./]+$/, '')}.kensho.${syntax}`
  return [{ path, content: new TextEncoder().encode(text) }]
}

/** Where new elements go: the one network file, or a document of the draft's own. */
function homeIn(files: readonly SentFile[], draft: string): string {
  const [file] = files
  if (files.length === 1 && file !== undefined && workspaceIn(files).network !== undefined) return file.path
  return `designs/${draft}.yaml`
}

/** What differs from the base, by path. */
export function changedFrom(baseFiles: readonly SentFile[], files: readonly SentFile[]): ChangedDocument[] {
  const was = new Map(baseFiles.map(({ path, content }) => [path, sha256Of(content)]))
  const is = new Map(files.map(({ path, content }) => [path, sha256Of(content)]))
  const changed = [...is].filter(([path, sha256]) => was.get(path) !== sha256)
  const gone = [...was.keys()].filter((path) => !is.has(path))
  return [
    ...changed.map(([path, sha256]) => ({ path, sha256 })),
    ...gone.map((path) => ({ path, sha256: null })),
  ].toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** The documents that show: those of the head, of none before the first step. */
export function shownFiles({ head }: Pick<Draft, 'head'>, steps: readonly DraftStep[]): ChangedDocument[] {
  return steps.find(({ number }) => number === head)?.files ?? []
}

export type Study = { before: Judged; after: Judged; difference: Difference; outcome: Outcome }

/** What a draft changes, judged at an instant as the control of 2.1 judges. */
export function studyOf({ before, after }: Drawn, atMs: number): Study {
  const judged = (workspace: Workspace): Judged => {
    const network = steadyNetwork(workspace, atMs)
    return { network, report: reportOn(network, atMs) }
  }
  const [was, is] = [judged(before), judged(after)]
  return { before: was, after: is, difference: differenceOf(before, after), outcome: outcomeOf(was, is) }
}

/** One hash over all documents, as the estate's revisions have it; null for none. */
export function manifestOf(files: readonly SentFile[]): string | null {
  if (files.length === 0) return null
  return manifestSha256(files.map(({ path, content }) => ({ path, sha256: sha256Of(content) })))
}

/** Uploaded contents that some changes name, read again for replaying them. */
export async function contentsFor(db: Db | Tx, changes: readonly Change[]): Promise<Map<string, Uint8Array>> {
  return documentsOf(
    db,
    changes.flatMap((change) => (change.kind === 'upload' ? change.sha256 : [])),
  )
}
