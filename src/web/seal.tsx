import { useId } from 'react'
import type { Text } from '../platform/text.ts'
import { stampDate } from './civil.ts'
import { useSpoken } from './language.tsx'

type SealProps = {
  office: Text
  name: Text
  /** Civil date of the approval. */
  date: string
  /** What was approved: the text that a screen reader and the hovering hand get. */
  approves: string
}

/** An approval as what it is in a Japanese company: a round date stamp with function, date and name. */
export function Seal({ office, name, date, approves }: SealProps) {
  const { language } = useSpoken()
  const Face = language === 'ja' ? JapaneseFace : LatinFace
  return (
    <svg className="seal" width="76" height="76" viewBox="0 0 76 76" role="img" aria-label={approves}>
      <title>{approves}</title>
      <circle cx="38" cy="38" r="35.5" strokeWidth="1.8" />
      <line x1="4" y1="28.5" x2="72" y2="28.5" strokeWidth="1.4" />
      <line x1="4" y1="47.5" x2="72" y2="47.5" strokeWidth="1.4" />
      <text x="38" y="42.6" style={{ font: "400 13px 'IBM Plex Mono', monospace" }}>
        {stampDate(date)[language]}
      </text>
      <Face office={functionOf(office[language])} name={name[language]} />
    </svg>
  )
}

const OFFICE_CHARACTERS_MAX = 6

/** A stamp carries the function: of a long office what stands last, 品質統括 of 専務取締役 品質統括. */
function functionOf(office: string): string {
  if (/^[\p{ASCII}]*$/u.test(office)) return office.split(',').at(-1)?.trim() ?? office
  return office.length <= OFFICE_CHARACTERS_MAX ? office : (office.split(/[\s　]/).at(-1) ?? office)
}

/** The family name alone, as it is carved: what stands before the space, else at most four characters. */
function JapaneseFace({ office, name }: { office: string; name: string }) {
  const family = (name.split(/[\s　]/)[0] ?? name).slice(0, 4)
  const font = { font: "600 12.5px 'Shippori Mincho', serif" }
  return (
    <>
      <text x="38" y="23.5" style={font} {...fitted(office.length, 12.5, 50)}>
        {office}
      </text>
      <text
        x="38"
        y="61.5"
        style={{ font: "600 14px 'Shippori Mincho', serif" }}
        {...fitted(family.length, 14, 44)}
      >
        {family}
      </text>
    </>
  )
}

function LatinFace({ office, name }: { office: string; name: string }) {
  const id = useId()
  const family = name.trim().split(/\s+/).at(-1) ?? name
  const size = Math.max(6, Math.min(9, 150 / Math.max(office.length, 1)))
  return (
    <>
      <path id={`${id}arc`} d="M12.5 27 A27.8 27.8 0 0 1 63.5 27" fill="none" />
      <text style={{ font: `600 ${size}px 'Source Serif 4', serif` }}>
        <textPath href={`#${id}arc`} startOffset="50%" {...fitted(office.length, size * 0.62, 62)}>
          {office}
        </textPath>
      </text>
      <text
        x="38"
        y="61"
        style={{ font: "600 13px 'Source Serif 4', serif" }}
        {...fitted(family.length, 7.4, 46)}
      >
        {family}
      </text>
    </>
  )
}

/** Squeezes a text that would be wider than its chord of the circle. */
function fitted(characters: number, eachPx: number, widthPxMax: number) {
  return characters * eachPx <= widthPxMax
    ? {}
    : { textLength: widthPxMax, lengthAdjust: 'spacingAndGlyphs' as const }
}
