import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Font } from 'fontkit'
import type { Language } from '../text.ts'
import { sfntOf } from './sfnt.ts'

/** What a stretch of text is set in; each language has its own faces for it. */
export type Style = 'serif' | 'sans' | 'strong' | 'mono'

/** One font file that is embedded, as far as it is used. */
export type Face = { id: string; font: Font }

type Source = { family: string; subset: string; weight: number }

/** What one character is set in: its face, and the text that stands for it, which is not itself where no face has it. */
export type Setting = { face: Face; text: string }

const require = createRequire(import.meta.url)
const WEIGHTS: { [S in Style]: { ja: number; en: number } } = {
  serif: { ja: 600, en: 600 },
  sans: { ja: 400, en: 400 },
  strong: { ja: 700, en: 600 },
  mono: { ja: 400, en: 400 },
}
const NO_FACE_HAS = /[\u{fe00}-\u{fe0f}\u{e0100}-\u{e01ef}]/u

const parsed = new Map<string, Face>()
const known = new Map<string, Setting>()
/** Characters remembered at most: more than all that our fonts hold, in every style and language. */
const KNOWN_MAX = 200_000
let create: typeof import('fontkit').create | undefined

/** Loads the library, once: only whoever makes a document pays for it. */
export async function loadFaces(): Promise<void> {
  create ??= (await import('fontkit')).create
}

/**
 * The face of a character: the language's own first, then whichever of the families has it, since names come from
 * everywhere. What none has is written by its number, so that nothing is left out unseen. Variation selectors alone
 * vanish: they choose a form of the character before them, and that character is there.
 */
export function settingOf(character: string, style: Style, language: Language): Setting | undefined {
  if (NO_FACE_HAS.test(character)) return undefined
  const key = `${language}${style}${character}`
  const found = known.get(key)
  if (found !== undefined) return found
  if (known.size >= KNOWN_MAX) known.clear()
  const setting = find(character, style, language)
  known.set(key, setting)
  return setting
}

function find(character: string, style: Style, language: Language): Setting {
  const codePoint = character.codePointAt(0)!
  for (const source of sourcesFor(codePoint, style, language)) {
    const face = faceOf(source)
    if (face.font.hasGlyphForCodePoint(codePoint)) return { face, text: character }
  }
  const first = faceOf(sourcesFor(0x5b, style, language)[0]!)
  return { face: first, text: `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]` }
}

/** Where to look for a character, the nearest first. Slices of rarer characters only where they say to have it. */
function sourcesFor(codePoint: number, style: Style, language: Language): Source[] {
  const weight = WEIGHTS[style]
  const japanese = style === 'serif' ? 'shippori-mincho' : 'biz-udpgothic'
  const latin = {
    serif: 'source-serif-4',
    sans: 'source-sans-3',
    strong: 'source-sans-3',
    mono: 'ibm-plex-mono',
  }[style]
  const inJapanese: Source[] = [
    { family: japanese, subset: 'japanese', weight: weight.ja },
    ...slicesWith(japanese, codePoint, weight.ja),
  ]
  const inLatin: Source[] = [
    { family: latin, subset: 'latin', weight: weight.en },
    ...slicesWith(latin, codePoint, weight.en),
  ]
  const gothic = style === 'serif' ? slicesWith('biz-udpgothic', codePoint, 700) : []
  // The Japanese faces set Greek and Cyrillic as wide as kanji: for words in those scripts that is no text.
  return language === 'ja' && style !== 'mono' && !isGreekOrCyrillic(codePoint)
    ? [...inJapanese, ...inLatin, ...gothic]
    : [...inLatin, ...inJapanese, ...gothic]
}

function isGreekOrCyrillic(codePoint: number): boolean {
  return codePoint >= 0x370 && codePoint < 0x530
}

const ranges = new Map<string, [string, [number, number][]][]>()

function slicesWith(family: string, codePoint: number, weight: number): Source[] {
  return slicesOf(family)
    .filter(([, spans]) => spans.some(([from, to]) => from <= codePoint && codePoint <= to))
    .map(([subset]) => ({ family, subset, weight }))
}

/** The slices of a family and what they say to hold: `U+4e00-4e0f,U+4e11` each. */
function slicesOf(family: string): [string, [number, number][]][] {
  const found = ranges.get(family)
  if (found !== undefined) return found
  const said = JSON.parse(readFileSync(path.join(folderOf(family), 'unicode.json'), 'utf8')) as Record<
    string,
    string
  >
  const slices = Object.entries(said).map(([name, list]): [string, [number, number][]] => [
    name.replace(/^\[(\d+)\]$/, '$1'),
    list.split(',').map((span) => {
      const [from, to = from] = span.replace('U+', '').split('-')
      return [Number.parseInt(from!, 16), Number.parseInt(to!, 16)]
    }),
  ])
  ranges.set(family, slices)
  return slices
}

function folderOf(family: string): string {
  return path.dirname(require.resolve(`@fontsource/${family}/package.json`))
}

function faceOf({ family, subset, weight }: Source): Face {
  const id = `${family}-${subset}-${weight}`
  const found = parsed.get(id)
  if (found !== undefined) return found
  if (create === undefined) throw new Error('loadFaces() comes first')
  const font = create(sfntOf(readFileSync(path.join(folderOf(family), 'files', `${id}-normal.woff`))))
  if ('fonts' in font) throw new Error(`${id} is a collection of fonts, not one`)
  const face = { id, font }
  parsed.set(id, face)
  return face
}
