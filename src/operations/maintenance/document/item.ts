/** Where a document of a mail comes from. Sources are weighed against each other. */
export type SourceKind = 'calendar' | 'sheet' | 'html' | 'text' | 'subject'

/** A line of running text. */
export type Line = {
  kind: 'line'
  text: string
  /** Length of an opening part in bold, which often is a label without a colon; 0 when none. */
  lead: number
  /** Depth of quotation: `>` or blockquote. */
  quote: number
  /** An empty line, or a block's edge, stands before it. */
  gap: boolean
}

export type Cell = { text: string; header: boolean }

/** Rows of a table whose cells hold no further tables. */
export type Grid = { kind: 'grid'; rows: Cell[][]; quote: number }

export type Item = Line | Grid

export type Doc = {
  source: SourceKind
  items: Item[]
  /** Text that the sender struck through, so no longer valid. */
  struck: string[]
  /** There is more than the bounds below let be read. */
  cut?: true
}

/** Bounds of one document; what lies beyond is not read, and the reader says so. */
export const ITEMS_MAX = 20_000
export const ROWS_MAX = 5_000
export const COLUMNS_MAX = 60
