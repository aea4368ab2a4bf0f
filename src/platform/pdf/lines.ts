import LineBreaker from 'linebreak'
import type { Language } from '../text.ts'
import type { PdfColour, PdfInline, PdfSpan } from './document.ts'
import { settingOf, type Face, type Style } from './faces.ts'

/** How text is set: `size` in points. */
export type Setting = { style: Style; size: number; colour: PdfColour; language: Language }

/** A stretch of one line in one face. */
export type Run = { text: string; face: Face; size: number; colour: PdfColour; width: number; link?: string }

/** `start` is what was to stand before it: nothing, or the end of a paragraph's earlier line. Widths in points. */
export type Line = { runs: Run[]; width: number }

const WORD_KEPT_MAX = 5
/** A date, or a count with its unit, stays on one line; so does a clause's number with its word. */
const KEPT_TOGETHER =
  /\d+年(?:\d+月(?:\d+日)?)?|\d+月\d+日|\d{4}-\d{2}-\d{2}|[\d.,:]+\s?(?:[年月日時分秒件人台本回個条項号版頁%％]|か月|時間|件中)/g

/** Where a line may end in a text, in order; true where it must. */
export function breaksOf(text: string, language: Language): Map<number, boolean> {
  const breaks = new Map<number, boolean>()
  const breaker = new LineBreaker(text)
  for (let next = breaker.nextBreak(); next !== null; next = breaker.nextBreak())
    breaks.set(next.position, next.required)
  for (const { index, 0: kept } of text.matchAll(KEPT_TOGETHER))
    forbidInside(breaks, index, index + kept.length)
  if (language === 'ja')
    for (const { segment, index, isWordLike } of words.segment(text))
      if (isWordLike && segment.length <= WORD_KEPT_MAX) forbidInside(breaks, index, index + segment.length)
  return breaks
}

const words = new Intl.Segmenter('ja', { granularity: 'word' })

function forbidInside(breaks: Map<number, boolean>, from: number, to: number): void {
  for (let at = from + 1; at < to; at += 1) if (breaks.get(at) === false) breaks.delete(at)
}

/** A text in lines no wider than `widthMax` points. What is wider without a place to break is broken anywhere. */
export function linesOf(inline: PdfInline, setting: Setting, widthMax: number, anywhere = false): Line[] {
  const spans: readonly PdfSpan[] = typeof inline === 'string' ? [{ text: inline }] : inline
  const text = spans.map((span) => span.text).join('')
  if (text === '') return [{ runs: [], width: 0 }]
  const breaks = anywhere ? everywhere(text) : breaksOf(text, setting.language)
  const filling = new Filling(widthMax)
  let at = 0
  let pending: Run[] = []
  for (const span of spans)
    for (const character of span.text) {
      at += character.length
      if (character !== '\n' && character !== '\r') pending.push(...runOf(character, span, setting))
      const mayEnd = breaks.get(at)
      if (mayEnd === undefined && at < text.length) continue
      filling.take(pending)
      pending = []
      if (mayEnd === true && at < text.length) filling.end()
    }
  return filling.lines()
}

function everywhere(text: string): Map<number, boolean> {
  const breaks = new Map<number, boolean>()
  let at = 0
  for (const character of text) {
    at += character.length
    breaks.set(at, character === '\n')
  }
  return breaks
}

function runOf(character: string, span: PdfSpan, { style, size, colour, language }: Setting): Run[] {
  const set = span.mono === true ? 'mono' : span.strong === true && style === 'sans' ? 'strong' : style
  const shown = character === '\t' ? ' ' : character
  const found = settingOf(shown, set, language)
  if (found === undefined) return []
  const { face, text } = found
  let units = 0
  for (const one of text) units += face.font.glyphForCodePoint(one.codePointAt(0)!).advanceWidth
  const scaled = set === 'mono' ? size * 0.92 : size
  return [
    {
      text,
      face,
      size: scaled,
      colour: span.colour ?? (span.link === undefined ? colour : 'link'),
      width: (units / face.font.unitsPerEm) * scaled,
      ...(span.link !== undefined && { link: span.link }),
    },
  ]
}

/** Lines as they fill. */
class Filling {
  readonly #widthMax: number
  readonly #done: Line[] = []
  #line: Line = { runs: [], width: 0 }

  constructor(widthMax: number) {
    this.#widthMax = widthMax
  }

  /** Takes what must not be broken; spaces at its end may hang over. */
  take(characters: readonly Run[]): void {
    const solid = characters.slice(0, characters.findLastIndex(({ text }) => text !== ' ') + 1)
    const width = widthOf(solid)
    if (this.#line.width + width > this.#widthMax && this.#line.runs.length > 0) this.end()
    if (width <= this.#widthMax) return characters.forEach((one) => this.#put(one))
    for (const one of characters) {
      if (this.#line.width + one.width > this.#widthMax && this.#line.runs.length > 0) this.end()
      this.#put(one)
    }
  }

  end(): void {
    const { runs } = this.#line
    const last = runs.at(-1)
    if (last?.text.endsWith(' ') === true) {
      const kept = last.text.trimEnd()
      const share = kept.length / last.text.length
      if (kept === '') runs.pop()
      else runs[runs.length - 1] = { ...last, text: kept, width: last.width * share }
    }
    this.#done.push({ runs, width: widthOf(runs) })
    this.#line = { runs: [], width: 0 }
  }

  lines(): Line[] {
    this.end()
    return this.#done
  }

  #put(one: Run): void {
    const last = this.#line.runs.at(-1)
    this.#line.width += one.width
    if (last !== undefined && sameLook(last, one))
      this.#line.runs[this.#line.runs.length - 1] = {
        ...last,
        text: last.text + one.text,
        width: last.width + one.width,
      }
    else this.#line.runs.push(one)
  }
}

function sameLook(a: Run, b: Run): boolean {
  return a.face === b.face && a.size === b.size && a.colour === b.colour && a.link === b.link
}

function widthOf(runs: readonly Run[]): number {
  return runs.reduce((sum, { width }) => sum + width, 0)
}

/** A text on one line, cut with an ellipsis where it is wider than `widthMax`. */
export function lineOf(text: string, setting: Setting, widthMax: number): Line {
  const flat = text.replaceAll(/\s+/g, ' ')
  const [whole] = linesOf(flat, setting, Number.POSITIVE_INFINITY)
  if (whole!.width <= widthMax) return whole!
  const characters = Array.from(flat)
  let kept = characters.length
  let cut = whole!
  while (kept > 0 && cut.width > widthMax) {
    kept = Math.min(kept - 1, Math.ceil((kept * widthMax) / cut.width))
    cut = linesOf(`${characters.slice(0, kept).join('')}…`, setting, Number.POSITIVE_INFINITY)[0]!
  }
  return cut
}
