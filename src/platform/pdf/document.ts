import type { Language } from '../text.ts'

/** A document as its author thinks of it: what it says, in order. Pages, fonts and line breaks are the writer's. */
export type PdfDocument = {
  language: Language
  title: string
  /** Under the title, a line each. */
  subtitle?: readonly string[]
  author?: string
  subject?: string
  /** When it was made, epoch milliseconds: the only instant in the file. The same input gives the same bytes. */
  createdMs: number
  /** At the top of every page but the first; the page's number stands at its foot. */
  runningHead: string
  blocks: readonly PdfBlock[]
}

/** Ink; quieter than ink; state and links, as on screen. */
export type PdfColour = 'ink' | 'soft' | 'rule' | 'link' | 'pass' | 'fail' | 'unknown'

/** A stretch of text that looks the same. `link` is an absolute http or https address. */
export type PdfSpan = { text: string; strong?: boolean; mono?: boolean; colour?: PdfColour; link?: string }

/** Text, plain or in stretches. A line feed begins a new line. */
export type PdfInline = string | readonly PdfSpan[]

export type PdfColumn = {
  head: string
  /** Its part of the width, in relation to the other columns. */
  share: number
  align?: 'end'
  mono?: boolean
}

export type PdfBlock =
  | { kind: 'heading'; level: 1 | 2 | 3; text: string; newPage?: boolean }
  | { kind: 'paragraph'; text: PdfInline; quiet?: boolean }
  | { kind: 'list'; items: readonly PdfInline[] }
  /** Names and what they are, one pair a line. */
  | { kind: 'pairs'; rows: readonly (readonly [string, PdfInline])[] }
  /** A command or a hash, to be copied: in the mono face, broken anywhere. */
  | { kind: 'code'; text: string }
  | PdfTable
  | PdfDrawing

/** Breaks over pages between rows, its head repeated; only a row taller than a page breaks inside. */
export type PdfTable = {
  kind: 'table'
  caption?: string
  columns: readonly PdfColumn[]
  rows: readonly (readonly PdfInline[])[]
  /** Instead of rows where there are none: a table never stands empty without a word. */
  empty: string
}

/** Points, from the top left; the drawing is scaled down to the width of the text where it is wider. */
export type PdfShape =
  | {
      kind: 'line'
      points: readonly (readonly [number, number])[]
      colour?: PdfColour
      width?: number
      dashed?: boolean
    }
  | {
      kind: 'box'
      x: number
      y: number
      width: number
      height: number
      colour?: PdfColour
      fill?: PdfColour
      round?: number
      dashed?: boolean
    }
  | { kind: 'circle'; x: number; y: number; radius: number; colour?: PdfColour; fill?: PdfColour }
  /** `y` is the middle of the line of text; it is cut to `widthMax` with an ellipsis. */
  | {
      kind: 'label'
      x: number
      y: number
      text: string
      size?: number
      colour?: PdfColour
      mono?: boolean
      strong?: boolean
      anchor?: 'start' | 'middle' | 'end'
      widthMax?: number
    }

/** `alternative` says in words what the picture shows; whoever cannot see it has nothing else. */
export type PdfDrawing = {
  kind: 'drawing'
  alternative: string
  width: number
  height: number
  shapes: readonly PdfShape[]
  /** The sentence under it. */
  caption?: string
}
