/**
 * Scores the notice parser on ../shared/data/notices: 69 real mails of 20 providers against the adjudicated truth, and
 * 12 Japanese mails in difficult encodings. Run: `node bench/notices.ts [--only TEXT] [--held | --dev] [--verbose]`.
 * Exit 1 when a silent error is found (a wrong value without needs_review), 64 when the data is absent.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseNotice } from '../src/operations/maintenance/index.ts'
import type { Notice } from '../src/operations/maintenance/index.ts'
import { noticeAdjudications } from './notices-adjudications.ts'

const DATA = join(import.meta.dirname, '../../shared/data/notices')

type Expected = {
  maintenance_id: string
  status: string
  start: number
  end: number
  stamp: number
  account: string
  circuits: { circuit_id: string; impact: string }[]
}
type Adjudicated = {
  windows?: [number, number][]
  backup?: [number, number][]
  start?: number
  end?: number
  conflict?: boolean
  window_optional?: boolean
}
type Case = {
  id: string
  provider: string
  eml: string
  reference_expected: Expected[]
  adjudicated: Adjudicated | null
}

type Part = 'id' | 'windows' | 'status' | 'objects' | 'impact'
type Score = {
  id: string
  provider: string
  wrong: Part[]
  review: boolean
  ms: number
  notices: Notice[]
  detail: string[]
}

const squeeze = (text: string): string => text.replace(/\s+/g, ' ').trim()
const instant = (seconds: number): string => new Date(seconds * 1_000).toISOString().replace('.000Z', 'Z')
const key = (windows: readonly { start: string; end: string }[]): string =>
  [...new Set(windows.map((one) => `${one.start}/${one.end}`))].toSorted().join(' ')

function expectedWindows(
  expected: readonly Expected[],
  adjudicated: Adjudicated | null,
): { start: string; end: string }[] {
  if (adjudicated?.windows !== undefined)
    return adjudicated.windows.map(([start, end]) => ({ start: instant(start), end: instant(end) }))
  if (adjudicated?.start !== undefined && adjudicated.end !== undefined)
    return [{ start: instant(adjudicated.start), end: instant(adjudicated.end) }]
  return expected.map((one) => ({ start: instant(one.start), end: instant(one.end) }))
}

/** Compares one maintenance; returns the parts that differ. */
function compare(
  expected: readonly Expected[],
  notice: Notice | undefined,
  adjudicated: Adjudicated | null,
  detail: string[],
): Part[] {
  const [first] = expected
  if (first === undefined || notice === undefined) return ['id']
  const wrong: Part[] = []
  const note = (part: Part, want: string, got: string): void => {
    wrong.push(part)
    detail.push(`${part}: want ${want} got ${got}`)
  }
  if (notice.maintenance_id !== first.maintenance_id) note('id', first.maintenance_id, notice.maintenance_id)
  if (notice.status !== first.status) note('status', first.status, notice.status)
  const want = key(expectedWindows(expected, adjudicated))
  const primary = key(notice.windows.filter((one) => !one.backup))
  const all = key(notice.windows)
  const backup = adjudicated?.backup?.map(([start, end]) => ({ start: instant(start), end: instant(end) }))
  const fits =
    want === primary ||
    want === all ||
    (adjudicated?.window_optional === true && all === '') ||
    (adjudicated?.conflict === true && notice.needs_review && notice.windows.length > 0)
  if (!fits || (backup !== undefined && key(backup) !== key(notice.windows.filter((one) => one.backup))))
    note('windows', want, all)
  const wantObjects = new Map(first.circuits.map((one) => [squeeze(one.circuit_id), one.impact]))
  const gotObjects = new Map(notice.objects.map((one) => [squeeze(one.id), one.impact]))
  if ([...wantObjects.keys()].toSorted().join('|') !== [...gotObjects.keys()].toSorted().join('|'))
    note('objects', [...wantObjects.keys()].join('|'), [...gotObjects.keys()].join('|'))
  else if ([...wantObjects].some(([id, impact]) => gotObjects.get(id) !== impact))
    note('impact', [...wantObjects.values()].join('|'), [...gotObjects.values()].join('|'))
  return wrong
}

function scoreCase(one: Case): Score {
  const bytes = readFileSync(join(DATA, one.eml))
  const started = performance.now()
  const notices = parseNotice(bytes)
  const ms = performance.now() - started
  const byId = new Map<string, Expected[]>()
  for (const expected of one.reference_expected)
    byId.set(expected.maintenance_id, [...(byId.get(expected.maintenance_id) ?? []), expected])
  const wrong = new Set<Part>()
  const detail: string[] = []
  for (const [id, expected] of byId) {
    const notice =
      notices.find((each) => each.maintenance_id === id) ?? (byId.size === 1 ? notices[0] : undefined)
    for (const part of compare(expected, notice, one.adjudicated, detail)) wrong.add(part)
  }
  if (notices.length > byId.size) wrong.add('id')
  const excused = noticeAdjudications[one.id]
  if (excused !== undefined)
    for (const part of Object.keys(excused))
      if (detail.every((line) => !line.startsWith(part) || line.endsWith(`got ${excused[part as Part]}`)))
        wrong.delete(part as Part)
  return {
    id: one.id,
    provider: one.provider,
    wrong: [...wrong],
    review: notices.some((each) => each.needs_review),
    ms,
    notices,
    detail,
  }
}

function scoreJapanese(file: string): Score {
  const bytes = readFileSync(join(DATA, 'japanese', file))
  const started = performance.now()
  const notices = parseNotice(bytes)
  const ms = performance.now() - started
  const [notice] = notices
  const wrong: Part[] = []
  const night = '2026-12-02T16:00:00Z/2026-12-02T20:00:00Z'
  const spare = file.includes('reiwa25h') ? '' : '2026-12-09T16:00:00Z/2026-12-09T20:00:00Z'
  if (notice?.maintenance_id !== 'KOJI-2026-00123') wrong.push('id')
  if (
    key(notice?.windows.filter((one) => !one.backup) ?? []) !== night ||
    key(notice?.windows.filter((one) => one.backup) ?? []) !== spare
  )
    wrong.push('windows')
  if (notice?.status !== 'CONFIRMED') wrong.push('status')
  if (notice?.objects.map((one) => one.id).join('|') !== 'L1234567|L7654321') wrong.push('objects')
  if (notice?.objects.some((one) => one.impact !== 'OUTAGE') === true) wrong.push('impact')
  return {
    id: file,
    provider: 'Japanese',
    wrong,
    review: notices.some((one) => one.needs_review),
    ms,
    notices,
    detail: wrong,
  }
}

/** A third of the providers, fixed by a hash of the name: not looked at while the parser was written. */
function heldOut(cases: readonly Case[]): Set<string> {
  const name = (one: Case): string => one.eml.split('/')[1]?.split('-')[0] ?? ''
  const hash = (text: string): string => createHash('sha256').update(`kensho-holdout-${text}`).digest('hex')
  return new Set([...new Set(cases.map(name))].toSorted((a, b) => hash(a).localeCompare(hash(b))).slice(0, 7))
}

function print(title: string, scores: readonly Score[]): void {
  const share = (count: number): string =>
    `${count}/${scores.length} (${((100 * count) / Math.max(1, scores.length)).toFixed(1)} %)`
  const core = (score: Score): boolean => !score.wrong.includes('id') && !score.wrong.includes('windows')
  const times = scores.map((score) => score.ms).toSorted((a, b) => a - b)
  console.log(`\n${title}`)
  console.log(
    `  right in all parts          ${share(scores.filter((score) => score.wrong.length === 0).length)}`,
  )
  console.log(`  number and windows right    ${share(scores.filter(core).length)}`)
  console.log(
    `  wrong, but asks for review  ${share(scores.filter((score) => score.wrong.length > 0 && score.review).length)}`,
  )
  console.log(
    `  silent errors               ${share(scores.filter((score) => score.wrong.length > 0 && !score.review).length)}`,
  )
  console.log(`  answered without review     ${share(scores.filter((score) => !score.review).length)}`)
  console.log(
    `  p50 / p95 / max             ${[0.5, 0.95, 1].map((q) => (times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0).toFixed(1)).join(' / ')} ms`,
  )
}

function main(args: readonly string[]): number {
  if (!existsSync(join(DATA, 'cases.json'))) {
    console.error(`${DATA}: expected the notices data beside the project; nothing was measured`)
    return 64
  }
  const cases = JSON.parse(readFileSync(join(DATA, 'cases.json'), 'utf8')) as Case[]
  const held = heldOut(cases)
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
  const isHeld = (one: Case): boolean => held.has(one.eml.split('/')[1]?.split('-')[0] ?? '')
  const chosen = cases.filter(
    (one) =>
      one.id.includes(only) &&
      (!args.includes('--held') || isHeld(one)) &&
      (!args.includes('--dev') || !isHeld(one)),
  )
  const scores = chosen.map(scoreCase)
  for (const score of scores) {
    if (score.wrong.length === 0 && !args.includes('--verbose')) continue
    console.log(
      `${score.wrong.length === 0 ? 'right ' : score.review ? 'REVIEW' : 'SILENT'} ${score.id} ${score.wrong.join(',')}${score.review ? ' [review]' : ''}`,
    )
    for (const line of score.detail) console.log(`       ${line}`)
    if (args.includes('--verbose'))
      for (const notice of score.notices)
        console.log(`       ${notice.reasons.map((each) => each.en).join(' / ')} (${notice.confidence})`)
  }
  print(`${chosen.length} mails of ${new Set(chosen.map((one) => one.provider)).size} providers`, scores)
  const japanese =
    only === '' && !args.includes('--held')
      ? readdirSync(join(DATA, 'japanese')).toSorted().map(scoreJapanese)
      : []
  for (const score of japanese)
    if (score.wrong.length > 0)
      console.log(`${score.review ? 'REVIEW' : 'SILENT'} ${score.id} ${score.wrong.join(',')}`)
  if (japanese.length > 0) print(`${japanese.length} Japanese mails (synthetic)`, japanese)
  console.log(`\npeak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  return [...scores, ...japanese].some((score) => score.wrong.length > 0 && !score.review) ? 1 : 0
}

process.exitCode = main(process.argv.slice(2))
