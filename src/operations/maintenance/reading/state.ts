import type { Field, Pair } from '../document/field.ts'
import type { SourceKind } from '../document/item.ts'
import { impactOf } from '../lexicon/impact.ts'
import { statusOfHeading, statusOfSentence, statusOfSubject, statusOfValue } from '../lexicon/status.ts'
import type { Label } from '../lexicon/label.ts'
import type { NoticeImpact, NoticeStatus } from '../notice.ts'
import type { Found } from './identity.ts'

/** Statements about the state: a status label (rank 1), the subject (2), a heading or notification line (2), prose (3). */
export function findStatuses(fields: readonly Field[], source: SourceKind): Found<NoticeStatus>[] {
  const found: Found<NoticeStatus>[] = []
  const add = (value: NoticeStatus | undefined, rank: number, text: string, row?: number): void => {
    if (value !== undefined)
      found.push({ value, rank, source, text: text.slice(0, 200), ...(row === undefined ? {} : { row }) })
  }
  let dated: { at: string; done: boolean } | undefined
  for (const [index, field] of fields.entries()) {
    if (field.kind === 'pair') {
      if (/候補/.test(field.label.text)) add('TENTATIVE', 3, field.label.text)
      if (/^(?:start|end|window)$/.test(field.label.role) && MAYBE.test(`${field.label.text} ${field.value}`))
        add('TENTATIVE', 3, field.value)
      if (field.label.role === 'status')
        add(statusOfValue(field.value), field.label.rank, `${field.label.text}: ${field.value}`)
      else if (/^(?:subject|件名|題名)$/.test(field.label.text))
        add(statusOfSubject(field.value), 3, field.value)
      // `Planned Work Notification: 12345 - Cancelled`
      else if (field.label.role === 'id')
        add(statusOfSubject(field.value.replace(/^\S+/, '')), 2, field.value)
      else if (index < 4 && !/\d/.test(field.value) && !isTimeName(field.label))
        add(statusOfSubject(field.label.text), 3, field.label.text)
      else for (const sentence of sentencesOf(field.value)) add(statusOfSentence(sentence), 4, sentence)
      continue
    }
    if (field.kind === 'row') {
      for (const { label, value } of field.cells)
        if (label.role === 'status') add(statusOfValue(value), 2, value, index)
      continue
    }
    // A history of updates has its newest line first; the older ones below are past.
    const stamp = /^\s*(\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?)/.exec(field.text)?.[1]
    if (stamp !== undefined) {
      if (dated !== undefined && stamp <= dated.at) continue
      dated = { at: stamp, done: true }
    }
    // That its time is over says less about the work than what is said of the work.
    for (const sentence of sentencesOf(field.text))
      add(statusOfSentence(sentence), WINDOW_OVER.test(sentence) ? 4 : 3, sentence)
    if (index < 8 && field.text.length < 80 && !/\bno (?:new |further )?updates?\b/i.test(field.text))
      add(statusOfHeading(field.text), 3, field.text)
  }
  return found
}

/** 終了, `End`: a bare name of a time; a sentence that runs into one (`has been postponed. New date:`) is none. */
function isTimeName({ role, text }: Label): boolean {
  return /^(?:start|end|window)$/.test(role) && text.length <= 24
}

/** Said of a date: it may still move. */
const MAYBE =
  /[(【[](?:仮|tentative|provisional|tbc|to be confirmed)[)】\]]|\btentative\b|\bprovisional\b|仮日程/i

const WINDOW_OVER = /\bwindow\b[^.]{0,40}\b(?:ended|closed|over)\b/i

export function findSubjectStatus(subject: string): Found<NoticeStatus>[] {
  const value = statusOfSubject(subject)
  return value === undefined ? [] : [{ value, rank: 2, source: 'subject', text: subject.slice(0, 200) }]
}

export function sentencesOf(text: string): string[] {
  return text
    .slice(0, 6_000)
    .split(/(?<=[.!?])\s+(?=[A-Z*"'(])|(?<=[。！？])|\n/)
    .filter((sentence) => sentence.trim() !== '')
    .slice(0, 60)
}

/** What the mail says about impact as a whole: labels first (rank 1), prose only as a hint (3). */
export function findImpacts(fields: readonly Field[], source: SourceKind): Found<NoticeImpact>[] {
  const found: Found<NoticeImpact>[] = []
  for (const field of fields) {
    if (field.kind === 'pair' && field.label.role === 'impact') {
      const value = impactOf(field.value)
      if (value === 'NO-IMPACT') found.push(...notUnderstood(field, source))
      if (value !== undefined)
        found.push({
          value,
          rank: isExact(field.label.text) ? 1 : 2,
          source,
          text: `${field.label.text}: ${field.value}`.slice(0, 200),
        })
    } else if (
      field.kind === 'prose' ||
      (field.kind === 'pair' && /^(?:other|unknown)$/.test(field.label.role))
    ) {
      const text = field.kind === 'prose' ? field.text : `${field.label.raw}: ${field.value}`
      for (const sentence of sentencesOf(text)) {
        const value =
          /\b(?:your|customer|circuit|service|traffic|expect|latency|sessions?|link|connection)|遅延|冗長|瞬断|途絶|回線|サービス|通信|お客様/i.test(
            sentence,
          )
            ? impactOf(sentence)
            : undefined
        if (value !== undefined) found.push({ value, rank: 3, source, text: sentence.slice(0, 200) })
      }
    }
  }
  return found
}

/** Beside a denial a sentence that says something else of the service: that there is no impact may be half of it. */
function notUnderstood(field: Pair, source: SourceKind): Found<NoticeImpact>[] {
  const open = sentencesOf(field.value).find(
    (sentence) => OF_SERVICE.test(sentence) && impactOf(sentence) === undefined,
  )
  return open === undefined ? [] : [{ value: 'OUTAGE', rank: 8, source, text: open.slice(0, 100) }]
}

const OF_SERVICE =
  /\b(?:services?|traffic|circuits?|connections?|performance|sessions?|customers?) (?:will|may|can|might|could)\b|(?:低下|遅|切替|切り替|不安定|制限|エラー)/i

/** `Impact`, 影響内容 before `Expected service impact for unprotected customers`. */
function isExact(label: string): boolean {
  return /^(?:(?:customer|expected|service|overall|circuit) )?impacts?(?: type| level)?(?: to (?:your )?services?)?$|^影響(?:内容|度|有無|の有無|レベル)?$/.test(
    label,
  )
}
