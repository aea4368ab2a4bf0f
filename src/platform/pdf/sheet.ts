import { Refusal } from '../refusal.ts'
import type { Language } from '../text.ts'
import type { PdfColour } from './document.ts'
import type { Style } from './faces.ts'
import { lineOf, type Line, type Run, type Setting } from './lines.ts'

/** A4 and its margins, in points. */
export const PAGE = { width: 595.28, height: 841.89, left: 68, right: 68, top: 74, bottom: 72 }
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right
const BOTTOM = PAGE.height - PAGE.bottom

/** Ink on paper as the screens have it in their light theme; state and links alone are coloured. */
export const COLOURS: { [C in PdfColour]: string } = {
  ink: '#1d1b18',
  soft: '#696256',
  rule: '#c9c1b0',
  link: '#1f4e79',
  pass: '#2f6b4f',
  fail: '#bf3522',
  unknown: '#5b6472',
}

export type Bounds = { pagesMax: number }
export type Element = PDFKit.PDFStructureElement
type Content = () => void
/** Words instead of a picture and where it stands; what the head of a table is the head of. */
type ElementOptions = { alt?: string; bbox?: readonly number[]; scope?: 'Row' | 'Column' }

/** The pages of one document as they fill: where the next line stands, what is already said, in which structure. */
export class Sheet {
  readonly language: Language
  readonly root: Element
  readonly #pdf: PDFKit.PDFDocument
  readonly #bounds: Bounds
  readonly #registered = new Set<string>()
  #pages = 0
  y = PAGE.top

  constructor(pdf: PDFKit.PDFDocument, language: Language, bounds: Bounds) {
    this.#pdf = pdf
    this.language = language
    this.#bounds = bounds
    this.root = pdf.struct('Document')
    pdf.addStructure(this.root)
    this.newPage()
  }

  newPage(): void {
    if (this.#pages >= this.#bounds.pagesMax)
      throw new Refusal('limited', tooManyPages(this.#bounds.pagesMax))
    this.#pages += 1
    this.#pdf.addPage()
    this.y = PAGE.top
  }

  /** What is left of this page, in points. */
  get room(): number {
    return BOTTOM - this.y
  }

  /** Begins a page unless that much is left of this one, or this one is empty. */
  need(height: number): void {
    if (this.room < height && this.y > PAGE.top) this.newPage()
  }

  /** A space between blocks: nothing at the top of a page. */
  space(height: number): void {
    if (this.y > PAGE.top) this.y += height
  }

  setting(style: Style, size: number, colour: PdfColour = 'ink'): Setting {
    return { style, size, colour, language: this.language }
  }

  element(type: string, parent: Element = this.root, options: ElementOptions = {}): Element {
    const made = this.#pdf.struct(type, options)
    parent.add(made)
    return made
  }

  /** Draws something that belongs to an element, where a reader of the page's structure finds it. */
  within(element: Element, tag: string, draw: Content): void {
    element.add(this.#pdf.markStructureContent(tag))
    draw()
    this.#pdf.endMarkedContent()
  }

  /** Draws what says nothing new: rules, running heads, the head of a table that was already read out. */
  artifact(draw: Content, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.#pdf.markContent('Artifact', { type })
    draw()
    this.#pdf.endMarkedContent()
  }

  /** Lines of one element, one under the other, over as many pages as they take. `x` counts from the left margin. */
  lines(element: Element, tag: string, lines: readonly Line[], pitch: number, x = 0): void {
    for (const line of lines) {
      this.need(pitch)
      this.line(element, tag, line, PAGE.left + x, this.y + pitch / 2)
      this.y += pitch
    }
  }

  /** One line with its middle at `middle`; what is linked in it is an element of its own. */
  line(element: Element, tag: string, line: Line, x: number, middle: number): void {
    let at = x
    for (const run of line.runs) {
      const left = at
      if (run.link === undefined) this.within(element, tag, () => this.run(run, left, middle))
      else this.#linked(element, run, run.link, left, middle)
      at += run.width
    }
  }

  #linked(element: Element, run: Run, address: string, x: number, middle: number): void {
    const link = this.element('Link', element, { alt: run.text })
    this.within(link, 'Link', () => this.run(run, x, middle))
    const half = run.size * 0.7
    this.#pdf.link(x, middle - half, run.width, half * 2, address, { structParent: link } as never)
    link.end()
  }

  /** The bare glyphs of a stretch, its middle at `middle`. */
  run({ text, face, size, colour }: Run, x: number, middle: number): void {
    if (!this.#registered.has(face.id)) {
      this.#registered.add(face.id)
      this.#pdf.registerFont(face.id, face.font as never)
    }
    const { ascent, unitsPerEm } = face.font
    const baseline = middle + size * 0.36
    const top = baseline - (ascent / unitsPerEm) * size
    this.#pdf.font(face.id).fontSize(size).fillColor(COLOURS[colour]).text(text, x, top, { lineBreak: false })
  }

  /** A horizontal rule at `y`, from the left margin of the text to its right one unless said otherwise. */
  rule(
    y: number,
    colour: PdfColour = 'rule',
    width = 0.5,
    from = PAGE.left,
    to = PAGE.left + TEXT_WIDTH,
  ): void {
    this.#pdf.moveTo(from, y).lineTo(to, y).lineWidth(width).strokeColor(COLOURS[colour]).stroke()
  }

  /** The pen itself, for drawings. */
  get pen(): PDFKit.PDFDocument {
    return this.#pdf
  }

  /** An entry of the document's outline for what stands here. */
  outline(title: string, under: PDFKit.PDFOutline | undefined): PDFKit.PDFOutline {
    return (under ?? this.#pdf.outline).addItem(title)
  }

  /** Running heads and page numbers, once it is known how many pages there are; then everything is closed. */
  finish(runningHead: string): void {
    const { start, count } = this.#pdf.bufferedPageRange()
    for (let page = start; page < start + count; page += 1) {
      this.#pdf.switchToPage(page)
      this.artifact(() => {
        if (page > start) this.#running(runningHead)
        const number = lineOf(`${page + 1} / ${count}`, this.setting('sans', 8, 'soft'), TEXT_WIDTH)
        this.bare(number, PAGE.left + (TEXT_WIDTH - number.width) / 2, PAGE.height - 42)
      }, 'Pagination')
    }
    this.root.end()
  }

  #running(text: string): void {
    this.bare(lineOf(text, this.setting('sans', 8, 'soft'), TEXT_WIDTH), PAGE.left, 44)
    this.rule(54, 'rule', 0.4)
  }

  /** A line that belongs to what is marked already. */
  bare(line: Line, x: number, middle: number): void {
    let at = x
    for (const run of line.runs) {
      this.run(run, at, middle)
      at += run.width
    }
  }
}

function tooManyPages(pagesMax: number) {
  return {
    ja: `文書が ${pagesMax} ページを超えます。範囲を狭めてください。`,
    en: `The document would be longer than ${pagesMax} pages. Narrow what it is about.`,
  }
}
