import { impactOf } from '../lexicon/impact.ts'
import { scanTimes } from '../time/expression.ts'
import { scanTokens } from '../time/token.ts'
import type { DateToken } from '../time/lexeme.ts'
import type { Zone } from '../time/zone.ts'
import type { NoticeImpact, NoticeStatus } from '../notice.ts'
import type { Context } from './context.ts'
import { findIds, findSubjectIds } from './identity.ts'
import type { Found } from './identity.ts'
import type { Layer } from './layer.ts'
import { findObjects } from './object.ts'
import type { ObjectFound } from './object.ts'
import { findImpacts, findStatuses, findSubjectStatus } from './state.ts'
import { findWindows } from './window-source.ts'
import type { WindowFound } from './window-state.ts'

/** All that one letter says, from all its documents, not yet weighed. */
export type Evidence = {
  ids: Found<string>[]
  windows: WindowFound[]
  objects: ObjectFound[]
  statuses: Found<NoticeStatus>[]
  impacts: Found<NoticeImpact>[]
  accounts: Found<string>[]
  /** Labels of time whose value could not be read. */
  unread: string[]
  /** Dates under labels of time that no window took up. */
  loose: DateToken[]
  /** The windows are candidates to choose from. */
  alternatives: boolean
  context: Context
  layer: Layer
}

export function readEvidence(layer: Layer): Evidence {
  const evidence: Evidence = {
    ids: findSubjectIds(layer.subject),
    windows: [],
    objects: [],
    statuses: findSubjectStatus(layer.subject),
    impacts: [],
    accounts: [],
    unread: [],
    loose: [],
    alternatives: false,
    context: contextOf(layer),
    layer,
  }
  const dates: DateToken[] = []
  const sentDates: DateToken[] = []
  for (const { source, fields } of layer.documents) {
    const windows = findWindows(fields, source)
    for (const found of windows.windows)
      evidence.windows.push(
        found.noEnd && found.minutes === undefined
          ? { ...found, minutes: windows.minutes, minutesNamed: windows.minutesNamed }
          : found,
      )
    dates.push(...windows.dates)
    evidence.unread.push(...windows.unread)
    evidence.loose.push(...windows.loose)
    evidence.alternatives ||= windows.alternatives
    sentDates.push(...windows.sentDates)
    evidence.ids.push(...findIds(fields, source, `${layer.subject}\n${layer.text}`))
    evidence.objects.push(...findObjects(fields, source))
    evidence.statuses.push(...findStatuses(fields, source))
    evidence.impacts.push(...findImpacts(fields, source))
    evidence.accounts.push(...accountsOf(layer, source))
  }
  // A subject may be the only place that speaks of what is lost.
  const told = evidence.impacts.length > 0 ? undefined : impactOf(layer.subject)
  if (told !== undefined && told !== 'NO-IMPACT')
    evidence.impacts.push({ value: told, rank: 3, source: 'subject', text: layer.subject.slice(0, 200) })
  const subject = scanTimes(layer.subject)
  for (const span of subject.spans) {
    if (
      span.start.time === undefined ||
      span.end.time === undefined ||
      (span.start.date === undefined && span.end.date === undefined)
    )
      continue
    evidence.windows.push({
      span,
      zones: undefined,
      backup: false,
      previous: false,
      next: false,
      actual: false,
      rank: 3,
      source: 'subject',
      text: layer.subject.slice(0, 300),
      noEnd: false,
      minutes: undefined,
      sameHours: false,
      row: undefined,
    })
  }
  dates.push(...scanTokens(layer.subject).filter((token) => token.kind === 'date'))
  evidence.context = { ...evidence.context, dates, sentDates }
  return evidence
}

function contextOf(layer: Layer): Context {
  const places: string[] = []
  let stated: Zone[] | undefined
  for (const { fields } of layer.documents) {
    for (const field of fields) {
      if (field.kind === 'pair' && field.label.role === 'place') places.push(field.value)
      if (field.kind === 'row')
        places.push(...field.cells.filter((cell) => cell.label.role === 'place').map((cell) => cell.value))
      if (field.kind === 'pair' && field.label.role === 'zone') stated ??= statedZone(field.value)
      if (field.kind === 'prose') stated ??= statedZone(field.text, true)
      else if (field.kind === 'pair')
        stated ??= statedZone(field.value, true) ?? statedZone(`${field.label.raw}: ${field.value}`, true)
    }
  }
  return {
    sentMs: layer.sentMs,
    sentOffsetMin: layer.sentOffsetMin,
    dates: [],
    sentDates: [],
    mentionedMs: mentioned(layer),
    text: `${layer.subject}\n${layer.text}`,
    places: places.join('\n'),
    stated,
  }
}

const OF_THE_WORK =
  /\b(?:start|begin|commenc|schedul|plann|from|until|between|take place)|開始|予定|実施|日時/i

/** Dates with times in passing lines (`Tue, May 25, 2:37 PM`): without a year only where the weekday settles it. */
function mentioned(layer: Layer): number[] {
  const found: number[] = []
  for (const { fields } of layer.documents) {
    for (const field of fields) {
      if (
        field.kind !== 'prose' ||
        field.text.length > 400 ||
        OF_THE_WORK.test(field.text.replace(/\bscheduled (?:maintenance|work)\b/gi, ''))
      )
        continue
      const { points, spans } = scanTimes(field.text)
      const [point] = points
      const [one, second] = point?.date?.readings ?? []
      if (spans.length > 0 || point?.time === undefined || one === undefined || second !== undefined) continue
      const day = (year: number): number => Date.UTC(year, one.month - 1, one.day)
      if (one.year !== undefined) found.push(day(one.year))
      else if (point.weekday !== undefined && layer.sentMs !== undefined) {
        const around = new Date(layer.sentMs).getUTCFullYear()
        const fitting = [around - 1, around, around + 1].filter(
          (year) => new Date(day(year)).getUTCDay() === point.weekday,
        )
        if (fitting.length === 1 && fitting[0] !== undefined) found.push(day(fitting[0]))
      }
      if (found.length > 100) return found
    }
  }
  return found
}

const STATEMENT =
  /\ball (?:dates? and )?times?(?: (?:shown|listed|given|quoted|stated))?(?: (?:are|in|as))*\s*[:=]?\s*((?:UTC|GMT|[A-Z]{2,4}T|local|[A-Z][a-z]+\/[A-Z])[^.;]{0,38})|\btimes? (?:are |is )?(?:shown|listed|given|quoted|stated|expressed)? ?in\s+((?:UTC|GMT|[A-Z]{2,4}T|local|[A-Z][a-z]+\/[A-Z])[^.;]{0,38})|\b(?:all|any|the|above|following|listed)?\s?(?:dates? and )?times?(?: (?:listed|shown|above|below|given|quoted|stated|specified|provided|indicated|here|and dates))*\s(?:are|is)(?: (?:all|in|shown in|listed in|given in|displayed in|stated in|specified in|expressed in))*\s+(.{2,40})|(?:時刻|日時|時間)(?:表記|表示)?は(?:すべて|全て)?(.{2,16}?)(?:です|で(?:表記|記載)|表記|となります)/i

/** `All times are in UTC`, 時刻はすべて日本時間です. With `sentence` the text must say so; else it is the zone itself. */
function statedZone(text: string, sentence = false): Zone[] | undefined {
  if (text.length > 600) return undefined
  const subject = sentence ? STATEMENT.exec(text) : null
  if (sentence && subject === null) return undefined
  const words = subject === null ? text : (subject.slice(1).find((part) => part !== undefined) ?? '')
  return scanTokens(words).find((token) => token.kind === 'zone')?.options
}

function accountsOf(layer: Layer, source: Found<string>['source']): Found<string>[] {
  const found: Found<string>[] = []
  for (const document of layer.documents) {
    if (document.source !== source) continue
    for (const field of document.fields) {
      if (field.kind === 'pair' && field.label.role === 'account')
        found.push({
          value: field.value.split('\n')[0]?.trim() ?? '',
          rank: field.label.rank,
          source,
          text: field.label.text,
        })
      if (field.kind === 'row') {
        for (const cell of field.cells)
          if (cell.label.role === 'account')
            found.push({ value: cell.value, rank: cell.label.rank, source, text: cell.label.text })
      }
    }
  }
  return found.filter(
    (one) => one.value !== '' && !/^(?:n\/?a|-+)$/i.test(one.value) && one.value.length <= 120,
  )
}
