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
const BASES_MAX = 2
type Based = Pick<Drawn, 'baseFiles' | 'before'>
type Kept = { drawn: Map<string, Drawn>; bases: Map<string, Based> }
const kept = new WeakMap<Db, Kept>()

function keptIn(db: Db): Kept {
  const of = kept.get(db) ?? { drawn: new Map<string, Drawn>(), bases: new Map<string, Based>() }
  kept.set(db, of)
  return of
}

/** The newest stay, and what was used again is new. */
function keep<Item>(items: Map<string, Item>, key: string, item: Item, most: number): Item {
  items.delete(key)
  items.set(key, item)
  for (const oldest of items.keys()) if (items.size > most) items.delete(oldest)
  return item
}

function keyOf({ id, base }: Pick<Draft, 'id' | 'base'>, changed: readonly ChangedDocument[]): string {
  return JSON.stringify([id, base?.toString(), changed])
}

/**
 * Reads what a draft is at some of its changed documents. The same is read once, however often it is looked at, and the
 * estate that it starts from once for all its steps: judging a network of thousands takes less than reading it.
 */
export async function drawnAt(
  db: Db,
  draft: Pick<Draft, 'id' | 'base'>,
  changed: readonly ChangedDocument[],
): Promise<Drawn> {
  const { drawn } = keptIn(db)
  const key = keyOf(draft, changed)
  const found = drawn.get(key) ?? (await readDrawn(db, draft.base, changed))
  return keep(drawn, key, found, KEPT_MAX)
}

/** Keeps what a step has made and read, so that whoever looks at it next does not read it again. */
export function keepDrawn(
  db: Db,
  draft: Pick<Draft, 'id' | 'base'>,
  changed: readonly ChangedDocument[],
  made: Drawn,
): void {
  keep(keptIn(db).drawn, keyOf(draft, changed), made, KEPT_MAX)
}

async function readDrawn(
  db: Db,
  base: bigint | undefined,
  changed: readonly ChangedDocument[],
): Promise<Drawn> {
  const { baseFiles, before } = await basedOn(db, base)
  const contents = await documentsOf(
    db,
    changed.flatMap(({ sha256 }) => sha256 ?? []),
  )
  const files = overlaid(baseFiles, changed, contents)
  return { baseFiles, files, before, after: workspaceIn(files) }
}

async function basedOn(db: Db, base: bigint | undefined): Promise<Based> {
  if (base === undefined) return { baseFiles: [], before: workspaceIn([]) }
  const { bases } = keptIn(db)
  const key = base.toString()
  const known = bases.get(key)
  if (known !== undefined) return keep(bases, key, known, BASES_MAX)
  const baseFiles = await filesOf(db, base)
  return keep(bases, key, { baseFiles, before: workspaceIn(baseFiles) }, BASES_MAX)
}

/** The same documents are read once: what they hold does not change. */
const readings = new WeakMap<readonly SentFile[], Workspace>()

/** Reads documents as the estate would; an estate of which nothing is said for none. InputError as for applying them. */
export function workspaceIn(files: readonly SentFile[]): Workspace {
  if (files.length === 0) return emptyWorkspace()
  const known = readings.get(files)
  if (known !== undefined) return known
  const workspace = workspaceOfFiles(files, workspaceCollections())
  charterReading().assertUsable(workspace, {})
  readings.set(files, workspace)
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
): readonly SentFile[] {
  let now = files
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
function ownForm(files: readonly SentFile[]): readonly SentFile[] {
  const [file] = files
  if (files.length !== 1 || file === undefined) return files
  const { network } = workspaceIn(files)
  if (network === undefined || network.format === 'kensho') return files
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

const studies = new WeakMap<Drawn, { atMs: number; study: Study }>()
/** Whoever looks at the same again within a minute sees the same verdicts. */
const STUDY_MS = 60_000

/** What a draft changes, judged at an instant as the control of 2.1 judges, or at most a minute before it. */
export function studyOf(drawn: Drawn, atMs: number): Study {
  const known = studies.get(drawn)
  if (known !== undefined && known.atMs <= atMs && atMs - known.atMs < STUDY_MS) return known.study
  const study = judgedAnew(drawn, atMs)
  studies.set(drawn, { atMs, study })
  return study
}

function judgedAnew({ before, after }: Drawn, atMs: number): Study {
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
