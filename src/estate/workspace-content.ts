import type { Json } from '../platform/text.ts'
import type { Estate } from './estate.ts'
import type { Operator } from './estate-shape.ts'
import type { Histories } from './history.ts'
import type { Network } from './network.ts'
import type { NetworkFormat } from './read-network.ts'
import type { Shape } from './shape.ts'

/** A collection that a later module adds to workspaces: its shape, and the evidence files that an element names. */
export type CollectionReader<T = unknown> = {
  /** Shape of one element; the collection itself is a list, or with `single` one element in the whole workspace. */
  shape: Shape<T>
  single?: boolean
  /** What it is, for the JSON Schema of documents. */
  doc?: string
  /** Paths of evidence files that an element names, relative to its document. */
  evidence?(element: T): readonly string[]
}

export type CollectionReaders = Record<string, CollectionReader>

/** An element of a registered collection, with the document that it stands in. */
export type OtherElement = { file: string; value: unknown }

/** A file that the workspace consists of. Paths are relative to the folder, with `/`. */
export type WorkspaceFile = { path: string; sha256: string; evidence: boolean }

/** A folder of documents (or one file) after reading. */
export type Workspace = {
  operator?: Operator
  charter?: Json
  estate: Estate
  /** Set for a single network file: it is the network, at any instant. */
  network?: { network: Network; format: NetworkFormat }
  files: WorkspaceFile[]
  /** What was measured of resources and demands, where they name a file. */
  histories?: Histories
  other: Record<string, OtherElement[]>
}
