import { impactOf } from '../lexicon/impact.ts'
import { classify } from '../lexicon/label.ts'
import type { Label } from '../lexicon/label.ts'
import { scanTokens } from '../time/token.ts'
import type { Line } from './item.ts'

/** Finds in a line the label that announces something and the value that it announces. */

const COLON_LABEL =
  /^([^:]{1,76}?)\s*(?:[.…·]{3,}\s*:?|:(?!\/\/)|=(?=\s)|(?<=[\p{Script=Han}\p{Script=Katakana}])=)\s*(.*)$/su
const BRACKET_LABEL =
  /^\s*(?:[■●◆・*]\s*)?(?:【\s*([^】]{1,40})\s*】|\[\s*([^\]]{1,40})\s*\]|<\s*([^<>@]{1,40})\s*>|〔\s*([^〕]{1,40})\s*〕|《\s*([^》]{1,40})\s*》)\s*:?\s*(.*)$/s
const SPACED_LABEL = /^\s*(?:[■●◆◇□○・*-]\s*)?(\S[^\t]{0,58}?)(?:\t+|\s{2,}|\s+[-|]\s+)(\S.*)$/s
const JAPANESE_LABEL =
  /^\s*(?:[■●◆◇□○・*]\s*|\(?\d{1,2}[.)]\s*)?(?=[^\s]{0,14}[\p{Script=Han}\p{Script=Katakana}])([\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー・/()a-zA-Z.]{2,16})\s+(\S.*)$/su

/** `NIMS ID F0123-45`: a name that ends in ID or No needs no colon. */
const NUMBERED_LABEL =
  /^\s*((?:[\p{L}/&-]+ ){0,4}(?:ID|IDs|No\.?|[Nn]umber|#|Ref\.?|[Rr]eference))\s+(\S{3,}(?:[,;]?\s+\S+){0,5})$/u

/** `Work begins 22 Jan 2026 0300Z`, `Until Tue 10 Feb 2026, 04:30h`: a verb or preposition, and nothing but a moment. */
const MOMENT_LABEL =
  /^\s*(?:[-*•・]\s*)?((?:\p{L}+ ){0,3}(?:starts?|begins?|commences?|starting|beginning|from|ends?|ending|finish(?:es)?|until|till))\s+(?:on |at |by )?(\S.*)$/iu

/** `Window Monday 6 April 2026 21:00 UTC`: a name of a time right before it. */
const NAME_OF_TIME = /^\s*(?:[-*•・]\s*)?((?:[\p{L}/&]+ ){0,4}[\p{L}/&]+(?: \([^()]{1,20}\))?)\s+(\S.*)$/u

function namedTime(text: string): RegExpExecArray | null {
  const first = scanTokens(text).find((one) => one.kind !== 'zone' && one.kind !== 'duration')
  if (first === undefined || first.from === 0) return null
  const match = NAME_OF_TIME.exec(`${text.slice(0, first.from).trim()} ${text.slice(first.from)}`)
  const role = match === null ? 'unknown' : classify(match[1] ?? '').role
  return match?.[1] === text.slice(0, first.from).trim() && /^(?:start|end|window)$/.test(role) ? match : null
}

function momentLabel(text: string): { raw: string; value: string }[] | undefined {
  if (text.length > 120) return undefined
  return onlyMoment(MOMENT_LABEL.exec(text)) ?? onlyMoment(namedTime(text))
}

/** The value is a moment from its first letter, and little else. */
function onlyMoment(match: RegExpExecArray | null): { raw: string; value: string }[] | undefined {
  if (match === null) return undefined
  const value = (match[2] ?? '').trim()
  const tokens = scanTokens(value)
  if (tokens[0]?.from !== 0 || !tokens.some((one) => one.kind === 'time')) return undefined
  let rest = value
  for (const one of tokens.toReversed()) rest = rest.slice(0, one.from) + rest.slice(one.to)
  const words = rest.match(/\p{L}+/gu) ?? []
  return words.every((word) =>
    /^(?:at|on|h|hrs?|hours?|uhr|local|time|approx|the|to|until|and|from)$/i.test(word),
  )
    ? [{ raw: match[1] ?? '', value }]
    : undefined
}

/** `Impact Loss of redundancy`. */
function impactLine(text: string): { raw: string; value: string }[] | undefined {
  const match = /^\s*((?:(?:customer|service|expected) )?impact)\s+(?!to\b|on\b|of\b)(\S.{2,80})$/i.exec(text)
  return match === null || impactOf(match[2] ?? '') === undefined
    ? undefined
    : [{ raw: match[1] ?? '', value: (match[2] ?? '').trim() }]
}

/** `Service 55-001122`: a noun for a line and an id. */
const OBJECT_LINE =
  /^\s*(?:[-*•・]\s*)?((?:circuit|service|line|link|port|cid|connection)s?)\s+#?((?=[\w\-./]*\d)[A-Z0-9][\w\-./]{3,})\s*(?:\([^)]*\))?\s*$/i

/** Label and value of a line, several where the line holds several (`Start: A  End: B`). */
export function splitPairs(line: Line): { raw: string; value: string }[] {
  const text = line.text
  if (line.lead > 0 && line.lead < text.length) {
    const raw = text.slice(0, line.lead)
    const value = text.slice(line.lead).replace(/^[\s:=-]+/, '')
    if (value !== '' && (/:\s*$/.test(raw) || /^\s*:/.test(text.slice(line.lead)) || isKnown(raw)))
      return inlinePairs(raw.replace(/\s*:\s*$/, ''), value)
  }
  const bracket = BRACKET_LABEL.exec(text)
  if (bracket !== null) {
    const raw = bracket.slice(1, 6).find((part) => part !== undefined) ?? ''
    if (isKnown(raw)) return inlinePairs(raw, (bracket[6] ?? '').trim())
  }
  const colon = COLON_LABEL.exec(text)
  if (colon !== null && isLabelShaped(colon[1] ?? '', colon[2] ?? ''))
    return inlinePairs(colon[1] ?? '', (colon[2] ?? '').trim())
  const spaced = SPACED_LABEL.exec(text) ?? JAPANESE_LABEL.exec(text)
  const numbered = NUMBERED_LABEL.exec(text) ?? OBJECT_LINE.exec(text)
  if (numbered !== null && /\d/.test(numbered[2] ?? ''))
    return [{ raw: numbered[1] ?? '', value: (numbered[2] ?? '').trim() }]
  if (
    spaced !== null &&
    isStrong(spaced[1] ?? '') &&
    (!isStrong(spaced[2] ?? '') || /^\d/.test(spaced[2] ?? '') || sameRole(spaced[1] ?? '', spaced[2] ?? ''))
  )
    return [{ raw: spaced[1] ?? '', value: (spaced[2] ?? '').trim() }]
  return momentLabel(text) ?? impactLine(text) ?? []
}

export function isKnown(raw: string): boolean {
  return classify(raw).role !== 'unknown'
}

/** A name of something holds no date or time, but for the zone in its brackets. */
function holdsTime(text: string): boolean {
  return /\d\s*[時:~]|\d{1,2}[/月]\d{1,2}/.test(text.replace(/\([^)]*\)/g, ''))
}

/** Known, and not one of the everyday words that also begin sentences. */
export function isStrong(raw: string): boolean {
  const label = classify(raw)
  return (
    label.role !== 'unknown' &&
    label.rank <= 3 &&
    !holdsTime(raw) &&
    raw.trim().split(/\s+/).length <= 6 &&
    !/(?<!\bno)[.。]$/i.test(raw.trim())
  )
}

/** `Impact to Service   Non service affecting`: the value speaks of the same thing, it is no second column name. */
function sameRole(label: string, value: string): boolean {
  return classify(label).role === classify(value).role
}

/** Not a clock time, an address, or a sentence that happens to hold a colon. */
function isLabelShaped(raw: string, value: string): boolean {
  const text = raw.trim()
  if (text === '' || holdsTime(text) || /^\d+$/.test(text)) return false
  // `10:00` is a time; `Window 1:10 May` is none, because a known name stands before the number.
  if (
    /\d$/.test(text) &&
    /^\d/.test(value) &&
    !(/^\D{3,40}\d{1,2}$/.test(text) && !/\s\s/.test(text) && isKnown(text.replace(/\s*\d+$/, '')))
  )
    return false
  if (/https?$|mailto$/i.test(text)) return false
  const words = text.split(/\s+/).length
  if (words > 10 || text.length > 70) return false
  return isKnown(text) || (words <= 6 && !/[.,。、]\s/.test(text))
}

/** Splits the value at further labels that are known and followed by a colon. */
function inlinePairs(raw: string, value: string): { raw: string; value: string }[] {
  const found = value.length > INLINE_MAX || !value.includes(':') ? [] : innerLabels(value)
  const [first] = found
  if (first === undefined) return [{ raw, value }]
  const pairs = [{ raw, value: value.slice(0, first.from).trim() }]
  for (const [index, one] of found.entries()) {
    pairs.push({ raw: one.raw, value: value.slice(one.to, found[index + 1]?.from ?? value.length).trim() })
  }
  return pairs
}

const INLINE_MAX = 3_000

/** Known labels inside a text: the longest run of at most five words before a colon that is one. */
function innerLabels(value: string): { raw: string; from: number; to: number }[] {
  const found: { raw: string; from: number; to: number }[] = []
  for (let colon = value.indexOf(':'); colon >= 0; colon = value.indexOf(':', colon + 1)) {
    if (!/[\s\d(]/.test(value[colon + 1] ?? ' ')) continue
    const floor = found.at(-1)?.to ?? 0
    const before =
      /(?:^|[\s,;|/])([\p{L}#][\p{L}\p{M}#./()-]*(?:\s{1,2}[\p{L}#][\p{L}\p{M}#./()-]*){0,4}\s{0,2})$/u.exec(
        value.slice(Math.max(floor, colon - 48), colon),
      )?.[1]
    if (before === undefined) continue
    const words = before.split(/(?<=\s)(?=\S)/)
    for (let skip = 0; skip < words.length; skip += 1) {
      const raw = words.slice(skip).join('').trim()
      const { role } = classify(raw)
      if (role === 'unknown' || role === 'other') continue
      found.push({ raw, from: colon - words.slice(skip).join('').length, to: colon + 1 })
      break
    }
  }
  return found
}

/** A line that only names what follows: `Backup Date`, `1st Activity Date`, 予備日. */
export function headingOf(line: Line): Label | undefined {
  const text = line.text.trim()
  if (text.length > 50 || /[.。、,]$/.test(text) || /\d{3,}|\d:\d/.test(text)) return undefined
  if (holdsTime(text)) return undefined
  const label = classify(text)
  if (label.role === 'unknown' || label.rank > 3) return undefined
  return text.split(/\s+/).length <= 5 ? label : undefined
}

/** One word with a digit and nothing else. */
export function isBareId(text: string): boolean {
  return /^\s*(?:[-*•・]\s*)?[\w./:#+-]*\d[\w./:#+-]*\s*$/.test(text) && text.trim().length >= 5
}

export function isSentence(text: string): boolean {
  return (
    text.length > 90 || /(?:。|[a-z]{2}\.)\s*$/.test(text) || (text.match(/\b[a-z]{2,}\b/g) ?? []).length > 7
  )
}
