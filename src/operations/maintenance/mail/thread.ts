import type { Item, Line } from '../document/item.ts'
import { parseMailDate } from './message.ts'

/** One letter of a thread, newest first; the fields are those of the quoted header lines, empty for the mail itself. */
export type Letter = {
  items: Item[]
  from: string
  subject: string
  sentMs: number | undefined
  sentOffsetMin: number | undefined
}

const LETTERS_MAX = 20
const HEADER_LINES_MAX = 14

const BANNER =
  /^\s*(?:-{2,}\s*)?(?:begin forwarded message|(?:original|forwarded)(?: e-?mail)? message|original appointment|ursprüngliche nachricht|originalnachricht|weitergeleitete nachricht|message (?:d'origine|original|transféré)|mensaje (?:original|reenviado)|mensagem (?:original|encaminhada)|messaggio (?:originale|inoltrato)|oorspronkelijk bericht|doorgestuurd bericht|元のメッセージ|転送(?:された)?メッセージ|転送元メール|オリジナルメッセージ)(?:\s*-{2,}|\s*:)?\s*$/i
const FROM = /^[\s*>]*(?:from|von|de|da|van|från|fra|差出人|送信者|発信者)\s*\**\s*:\s*\**\s*(.+)$/i
const OTHER_HEADER =
  /^[\s*>]*(sent|date|to|cc|subject|reply-to|importance|attachments|gesendet|datum|an|betreff|envoyé|date|à|objet|enviado(?: el)?|fecha|para|asunto|assunto|inviato|data|oggetto|verzonden|aan|onderwerp|送信日時|日時|日付|送信日|宛先|件名|題名|添付(?:ファイル)?)\s*\**\s*:\s*\**\s*(.*)$/i
const SUBJECT = /^(?:subject|betreff|objet|asunto|assunto|oggetto|onderwerp|件名|題名)$/i
const SENT =
  /^(?:sent|date|gesendet|datum|envoyé|enviado(?: el)?|fecha|inviato|data|verzonden|送信日時|日時|日付|送信日)$/i
const WROTE =
  /^\s*(?:on|am|le|el|il|op|em|den)\s.{6,160}\b(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|escreveu|skrev)\b[^:]{0,60}:\s*$|^\s*\d{4}[年/-].{4,120}(?:<[^<>\s]+@[^<>\s]+>|さん|様)(?:\s*:|.{0,12}(?:書きました|のメール|wrote).{0,4})\s*$|.{2,60}(?:さんは|さんが)(?:次のように)?書きました\s*:?\s*$/i
/** Transport lines of a mail pasted into a body: not part of what it says. */
const TRANSPORT =
  /^\s*(?:received|return-path|delivered-to|dkim-signature|arc-[\w-]+|authentication-results[\w-]*|received-spf|message-id|mime-version|content-(?:type|transfer-encoding|disposition|id)|x-[\w-]+|list-[\w-]+|references|in-reply-to)\s*:/i

/** Cuts a body into its letters where forwards, replies and quoted blocks begin. */
export function splitThread(items: readonly Item[]): Letter[] {
  const letters: Letter[] = [emptyLetter()]
  let at = 0
  let quote = 0
  while (at < items.length) {
    const item = items[at]
    if (item === undefined) break
    const jump = letters.length < LETTERS_MAX ? boundaryAt(items, at) : undefined
    if (jump !== undefined) {
      letters.push(jump.letter)
      at += jump.count
      quote = items[at]?.quote ?? 0
      continue
    }
    // Reply text that goes from unquoted to quoted without any line of attribution.
    if (item.quote > quote && isQuotedText(item) && letters.length < LETTERS_MAX) letters.push(emptyLetter())
    if (item.kind === 'line' && isQuotedText(item)) quote = Math.max(quote, item.quote)
    if (item.kind !== 'line' || !TRANSPORT.test(item.text)) letters.at(-1)?.items.push(item)
    at += 1
  }
  return letters.filter((letter, index) => index === 0 || letter.items.length > 0 || letter.subject !== '')
}

function emptyLetter(): Letter {
  return { items: [], from: '', subject: '', sentMs: undefined, sentOffsetMin: undefined }
}

/** Quoted with `>`; a blockquote of HTML alone is too often mere indentation. */
function isQuotedText(item: Item): boolean {
  return item.kind === 'line' && item.quote > 0 && item.lead === 0
}

function boundaryAt(items: readonly Item[], at: number): { letter: Letter; count: number } | undefined {
  const first = items[at]
  if (first?.kind !== 'line') return undefined
  if (BANNER.test(first.text)) {
    const headers = headersAt(items, at + 1)
    return { letter: headers?.letter ?? emptyLetter(), count: 1 + (headers?.count ?? 0) }
  }
  const next = items[at + 1]
  if (first.text.length < 300 && WROTE.test(first.text))
    return { letter: { ...emptyLetter(), ...dateIn(first.text) }, count: 1 }
  if (
    next?.kind === 'line' &&
    first.text.length < 120 &&
    /^\s*(?:on|am|le|el)\s/i.test(first.text) &&
    WROTE.test(`${first.text} ${next.text}`)
  ) {
    return { letter: { ...emptyLetter(), ...dateIn(first.text) }, count: 2 }
  }
  const headers = headersAt(items, at)
  if (headers === undefined || headers.kinds < 3) return undefined
  return { letter: headers.letter, count: headers.count }
}

/** A run of quoted header lines that begins with From, or with Subject or Date when From follows at once. */
function headersAt(
  items: readonly Item[],
  at: number,
): { letter: Letter; count: number; kinds: number } | undefined {
  const letter = emptyLetter()
  const kinds = new Set<string>()
  let count = 0
  let lastSubject = false
  while (count < HEADER_LINES_MAX) {
    const item = items[at + count]
    if (item?.kind !== 'line') break
    // An empty line ends the header; in HTML each line may stand in a paragraph of its own.
    if (item.gap && kinds.size >= 3) break
    const from = FROM.exec(item.text)
    const other = from === null ? OTHER_HEADER.exec(item.text) : null
    if (from === null && other === null) {
      // A long subject or list of receivers goes on in the next line, without a gap.
      const folded = lastSubject && /^\s/.test(item.text)
      const listed = lastSubject || /@|;\s*$/.test(item.text)
      if (kinds.size === 0 || item.gap || !(folded || (listed && !looksLikeBody(item)))) break
      if (lastSubject) letter.subject += ` ${item.text.trim()}`
      lastSubject = false
      count += 1
      continue
    }
    const name = from === null ? (other?.[1] ?? '').toLowerCase() : 'from'
    if (kinds.has(name)) break
    if (kinds.size === 0 && from === null) return undefined
    kinds.add(name)
    lastSubject = SUBJECT.test(name)
    if (from !== null) letter.from = (from[1] ?? '').trim()
    if (lastSubject) letter.subject = (other?.[2] ?? '').trim()
    if (SENT.test(name)) Object.assign(letter, dateIn(other?.[2] ?? ''))
    count += 1
  }
  return kinds.size < 2 ? undefined : { letter, count, kinds: kinds.size }
}

function looksLikeBody(line: Line): boolean {
  return /[:。]\s|^(?:dear|hello|hi|to whom)\b|様|御中/i.test(line.text) || line.text.length > 160
}

const LONG_MONTH = /([A-Za-z]{3})[a-z]* (\d{1,2}),? (\d{4})(?:,| at)? (\d{1,2}:\d{2}(?::\d{2})?)\s?([AP]M)?/

/** The date of a quoted header: RFC 5322, ISO, `Friday, November 20, 2026 10:00 AM`, 2026年11月20日 10:00. */
function dateIn(text: string): { sentMs: number | undefined; sentOffsetMin: number | undefined } {
  const standard = parseMailDate(text.replace(/\s(?:at|um|à|a las|om)\s/, ' '))
  if (standard !== undefined) return { sentMs: standard.ms, sentOffsetMin: standard.offsetMin }
  const iso = /(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?\D{0,8}(\d{1,2}):(\d{2})/.exec(text)
  if (iso !== null) {
    return {
      sentMs: Date.UTC(Number(iso[1]), Number(iso[2]) - 1, Number(iso[3]), Number(iso[4]), Number(iso[5])),
      sentOffsetMin: undefined,
    }
  }
  const long = LONG_MONTH.exec(text)
  if (long === null) return { sentMs: undefined, sentOffsetMin: undefined }
  const parsed = parseMailDate(`${long[2]} ${long[1]} ${long[3]} ${long[4]}`)
  const shift = long[5] === 'PM' && !long[4]?.startsWith('12') ? 12 * 3_600_000 : 0
  return { sentMs: parsed === undefined ? undefined : parsed.ms + shift, sentOffsetMin: undefined }
}
