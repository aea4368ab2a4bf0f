/**
 * Scores the notice parser: the given mails (69 of 20 providers on adjudicated truth, 12 Japanese in difficult
 * encodings), 1,000 generated notices with their truth, twenty variants of each mail, damaged and hostile mails.
 *
 *   node bench/notices.ts [--only TEXT] [--held | --dev] [--verbose]     the given mails
 *   node bench/notices.ts --made [--open]                                our own mails in styles of no given provider
 *   node bench/notices.ts --generated [N] | --orders | --variants | --fuzz [N] | --hostile
 *   node bench/notices.ts --file truth.json DIR                          an operator's own samples, same form as cases.json
 *
 * Exit 1 when a silent error is found: a wrong value without needs_review. 64 when the data is absent. Times are CPU
 * times, since machines are shared.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { parseNotice } from '../src/operations/maintenance/index.ts'
import type { Notice } from '../src/operations/maintenance/index.ts'
import { noticeAdjudications } from './notices-adjudications.ts'
import { englishNotices } from './notices-english.ts'
import { fuzz, hostileMails } from './notices-fuzz.ts'
import { japaneseNotices } from './notices-japanese.ts'
import { madeNotices } from './notices-made.ts'
import type { Generated } from './notices-mail.ts'
import { VARIANTS } from './notices-variants.ts'

const DATA = join(import.meta.dirname, '../../shared/data/notices')

type Expected = {
  maintenance_id: string
  status: string
  start: number
  end: number
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
const percent = (count: number, of: number): string =>
  `${count}/${of} (${((100 * count) / Math.max(1, of)).toFixed(1)} %)`

function timed(bytes: Uint8Array): { notices: Notice[]; ms: number } {
  const started = process.cpuUsage()
  const notices = parseNotice(bytes)
  const used = process.cpuUsage(started)
  return { notices, ms: (used.user + used.system) / 1_000 }
}

// ── the given mails ──────────────────────────────────────────────────────────────────────────────────────────

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

/** The windows as a set; a backup may be listed among the expected ones or left out of them. */
function windowsFit(expected: readonly Expected[], notice: Notice, adjudicated: Adjudicated | null): boolean {
  const want = key(expectedWindows(expected, adjudicated))
  const all = key(notice.windows)
  const spare = notice.windows.filter((one) => one.backup)
  const backup = adjudicated?.backup?.map(([start, end]) => ({ start: instant(start), end: instant(end) }))
  if (backup !== undefined && key(backup) !== key(spare)) return false
  if (want === all || want === key(notice.windows.filter((one) => !one.backup))) return true
  if (adjudicated?.window_optional === true && all === '') return true
  return adjudicated?.conflict === true && notice.needs_review && notice.windows.length > 0
}

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
  if (!windowsFit(expected, notice, adjudicated))
    note('windows', key(expectedWindows(expected, adjudicated)), key(notice.windows))
  const want = new Map(first.circuits.map((one) => [squeeze(one.circuit_id), one.impact]))
  const got = new Map(notice.objects.map((one) => [squeeze(one.id), one.impact]))
  if ([...want.keys()].toSorted().join('|') !== [...got.keys()].toSorted().join('|'))
    note('objects', [...want.keys()].join('|'), [...got.keys()].join('|'))
  else if ([...want].some(([id, impact]) => got.get(id) !== impact))
    note('impact', [...want.values()].join('|'), [...got.values()].join('|'))
  return wrong
}

function scoreCase(one: Case, folder: string): Score {
  const { notices, ms } = timed(readFileSync(join(folder, one.eml)))
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
  for (const [part, value] of Object.entries(noticeAdjudications[one.id] ?? {})) {
    if (detail.some((line) => line.startsWith(`${part}:`) && line.endsWith(`got ${value}`)))
      wrong.delete(part as Part)
  }
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
  const { notices, ms } = timed(readFileSync(join(DATA, 'japanese', file)))
  const spare = file.includes('reiwa25h')
    ? []
    : [{ start: '2026-12-09T16:00:00Z', end: '2026-12-09T20:00:00Z', backup: true }]
  const truth = {
    id: 'KOJI-2026-00123',
    status: 'CONFIRMED',
    windows: [{ start: '2026-12-02T16:00:00Z', end: '2026-12-02T20:00:00Z', backup: false }, ...spare],
    objects: [
      { id: 'L1234567', impact: 'OUTAGE' },
      { id: 'L7654321', impact: 'OUTAGE' },
    ],
  }
  const wrong = differences(notices, truth)
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

/** A third of the providers, fixed by a hash of the name: not looked at while the parser was first written. */
function heldOut(cases: readonly Case[]): Set<string> {
  const name = (one: Case): string => one.eml.split('/')[1]?.split('-')[0] ?? ''
  const hash = (text: string): string => createHash('sha256').update(`kensho-holdout-${text}`).digest('hex')
  return new Set([...new Set(cases.map(name))].toSorted((a, b) => hash(a).localeCompare(hash(b))).slice(0, 7))
}

function print(title: string, scores: readonly Score[]): void {
  const count = (test: (score: Score) => boolean): string =>
    percent(scores.filter(test).length, scores.length)
  const times = scores.map((score) => score.ms).toSorted((a, b) => a - b)
  const at = (q: number): string =>
    (times[Math.min(times.length - 1, Math.floor(q * times.length))] ?? 0).toFixed(1)
  console.log(`\n${title}`)
  console.log(`  right in all parts          ${count((score) => score.wrong.length === 0)}`)
  console.log(
    `  number and windows right    ${count((score) => !score.wrong.includes('id') && !score.wrong.includes('windows'))}`,
  )
  console.log(`  wrong, but asks for review  ${count((score) => score.wrong.length > 0 && score.review)}`)
  console.log(`  silent errors               ${count((score) => score.wrong.length > 0 && !score.review)}`)
  console.log(`  answered without review     ${count((score) => !score.review)}`)
  console.log(`  CPU p50 / p95 / max         ${at(0.5)} / ${at(0.95)} / ${at(1)} ms`)
}

function isSilent(score: Score): boolean {
  return score.wrong.length > 0 && !score.review
}

function show(scores: readonly Score[], verbose: boolean): void {
  for (const score of scores) {
    if (score.wrong.length === 0 && !verbose) continue
    console.log(
      `${score.wrong.length === 0 ? 'right ' : score.review ? 'REVIEW' : 'SILENT'} ${score.id} ${score.wrong.join(',')}${score.review ? ' [review]' : ''}`,
    )
    for (const line of score.detail) console.log(`       ${line}`)
    if (verbose)
      for (const notice of score.notices)
        console.log(`       ${notice.reasons.map((each) => each.en).join(' / ')} (${notice.confidence})`)
  }
}

function given(args: readonly string[]): boolean {
  const own = args.includes('--file') ? args.slice(args.indexOf('--file') + 1) : undefined
  const [file = join(DATA, 'cases.json'), folder = DATA] = own ?? []
  const cases = JSON.parse(readFileSync(file, 'utf8')) as Case[]
  const held = heldOut(cases)
  const only = args.includes('--only') ? (args[args.indexOf('--only') + 1] ?? '') : ''
  const isHeld = (one: Case): boolean => held.has(one.eml.split('/')[1]?.split('-')[0] ?? '')
  const chosen = cases.filter(
    (one) =>
      one.id.includes(only) &&
      (!args.includes('--held') || isHeld(one)) &&
      (!args.includes('--dev') || !isHeld(one)),
  )
  const scores = chosen.map((one) => scoreCase(one, folder))
  show(scores, args.includes('--verbose'))
  print(`${chosen.length} mails of ${new Set(chosen.map((one) => one.provider)).size} providers`, scores)
  const japanese =
    only === '' && own === undefined && !args.includes('--held')
      ? readdirSync(join(DATA, 'japanese')).toSorted().map(scoreJapanese)
      : []
  show(japanese, false)
  if (japanese.length > 0) print(`${japanese.length} Japanese mails (synthetic)`, japanese)
  return [...scores, ...japanese].some(isSilent)
}

// ── generated mails ──────────────────────────────────────────────────────────────────────────────────────────

function differences(notices: readonly Notice[], truth: Generated['truth']): Part[] {
  const [notice] = notices
  if (notices.length !== 1 || notice === undefined) return ['id']
  const wrong: Part[] = []
  const windows = (list: Generated['truth']['windows']): string =>
    list
      .map((one) => `${one.start}/${one.end}/${one.backup}`)
      .toSorted()
      .join(' ')
  const objects = (list: Generated['truth']['objects'], impact: boolean): string =>
    list
      .map((one) => (impact ? `${one.id}=${one.impact}` : one.id))
      .toSorted()
      .join(' ')
  if (notice.maintenance_id !== truth.id) wrong.push('id')
  if (notice.status !== truth.status) wrong.push('status')
  if (windows(notice.windows) !== windows(truth.windows)) wrong.push('windows')
  if (objects(notice.objects, false) !== objects(truth.objects, false)) wrong.push('objects')
  else if (objects(notice.objects, true) !== objects(truth.objects, true)) wrong.push('impact')
  return wrong
}

function scoreGenerated(title: string, mails: readonly Generated[]): boolean {
  const scores = mails.map(({ name, bytes, truth }): Score => {
    const { notices, ms } = timed(bytes)
    const wrong = differences(notices, truth)
    return {
      id: name,
      provider: 'generated',
      wrong,
      review: notices.some((one) => one.needs_review),
      ms,
      notices,
      detail: [],
    }
  })
  show(scores, false)
  print(title, scores)
  return scores.some(isSilent)
}

function generated(count: number): boolean {
  const silent = [
    scoreGenerated(`${count} English notices`, englishNotices(count)),
    scoreGenerated(
      `${count} Japanese notices (synthetic: no operator's samples were to be had)`,
      japaneseNotices(count),
    ),
    scoreGenerated(
      `${count} English notices, all dates 28 days later`,
      englishNotices(count, 20_261_120, { shiftDays: 28 }),
    ),
  ]
  return silent.includes(true)
}

/** Both sets; what the fresh one got wrong is shown by name only with `--open`. */
function made(open: boolean): boolean {
  const sets = (['learnt', 'fresh'] as const).map((set) => {
    const mails = madeNotices().filter((one) => one.set === set)
    const scores = mails.map(({ name, bytes, truth, asks }): Score => {
      const { notices, ms } = timed(bytes)
      const review = notices.some((one) => one.needs_review)
      const wrong = asks === true ? (review ? [] : ['windows' as const]) : madeDifferences(notices, truth)
      return { id: name, provider: 'made', wrong, review, ms, notices, detail: madeDetail(notices, truth) }
    })
    if (set === 'learnt' || open) show(scores, open)
    print(`${mails.length} mails made by us, ${set}`, scores)
    return scores.some(isSilent)
  })
  return sets.includes(true)
}

function madeDifferences(notices: readonly Notice[], truth: readonly Generated['truth'][]): Part[] {
  if (notices.length !== truth.length) return ['id']
  return [
    ...new Set(
      truth.flatMap((one, index) => {
        const own = notices.find((notice) => notice.maintenance_id === one.id) ?? notices[index]
        return differences(own === undefined ? [] : [own], one)
      }),
    ),
  ]
}

function madeDetail(notices: readonly Notice[], truth: readonly Generated['truth'][]): string[] {
  const said = (one: Notice | Generated['truth']): string =>
    `${'id' in one ? one.id : one.maintenance_id} ${one.status} ${one.windows.map((each) => `${each.backup ? 'backup ' : ''}${each.start}/${each.end}`).join(' ')} | ${one.objects.map((each) => `${each.id}=${each.impact}`).join(' ')}`
  return [...truth.map((one) => `want ${said(one)}`), ...notices.map((one) => `got  ${said(one)}`)]
}

/** Numeric dates in one order throughout and nothing else to tell it by than what a mail usually has. */
function orders(): boolean {
  const silent = (['mdy', 'dmy'] as const).map((dates) =>
    scoreGenerated(`300 English notices with dates as ${dates}`, englishNotices(300, 3, { dates })),
  )
  return silent.includes(true)
}

// ── variants, damage ─────────────────────────────────────────────────────────────────────────────────────────

function sample(): { name: string; bytes: Uint8Array }[] {
  const mails: { name: string; bytes: Uint8Array }[] = [...englishNotices(60, 7), ...japaneseNotices(60, 7)]
  for (const folder of ['eml', 'japanese']) {
    if (!existsSync(join(DATA, folder))) continue
    for (const file of readdirSync(join(DATA, folder)))
      mails.push({ name: file, bytes: readFileSync(join(DATA, folder, file)) })
  }
  return mails
}

function meaning(notices: readonly Notice[]): string {
  return JSON.stringify(
    notices.map((notice) => [
      notice.maintenance_id,
      notice.status,
      notice.windows.map((one) => `${one.start}/${one.end}/${one.backup}`).toSorted(),
      notice.objects.map((one) => `${squeeze(one.id)}=${one.impact}`).toSorted(),
    ]),
  )
}

function variants(): boolean {
  const mails = sample()
  let total = 0
  let same = 0
  let silent = 0
  console.log(`\n${VARIANTS.length} variants of ${mails.length} mails`)
  for (const variant of VARIANTS) {
    const counts = { applied: 0, same: 0, silent: 0 }
    for (const { name, bytes } of mails) {
      const changed = variant.apply(bytes)
      if (changed === undefined) continue
      counts.applied += 1
      const notices = parseNotice(changed)
      if (meaning(notices) === meaning(parseNotice(bytes))) counts.same += 1
      else if (!notices.some((one) => one.needs_review)) {
        counts.silent += 1
        console.log(`SILENT ${variant.name}: ${name}`)
      }
    }
    console.log(
      `  ${variant.name.padEnd(36)}${percent(counts.same, counts.applied)} unchanged, ${counts.silent} silent`,
    )
    total += counts.applied
    same += counts.same
    silent += counts.silent
  }
  console.log(`  all${' '.repeat(33)}${percent(same, total)} unchanged, ${silent} silent`)
  return silent > 0
}

function damaged(count: number): boolean {
  const result = fuzz(
    sample().map((mail) => mail.bytes),
    count,
  )
  console.log(
    `\n${result.mails} damaged mails: ${result.crashes.length} crashes, ${result.badShapes} ill-formed answers, CPU p95 ${result.p95CpuMs.toFixed(1)} ms, slowest ${result.slowestMs.toFixed(0)} ms`,
  )
  for (const crash of result.crashes) console.log(`  ${crash}`)
  return result.crashes.length > 0 || result.badShapes > 0
}

function hostile(): boolean {
  let failed = false
  console.log('\nmails made to exhaust')
  for (const { name, bytes } of hostileMails()) {
    const { notices, ms } = timed(bytes)
    const asked = notices.every((one) => one.needs_review)
    failed ||= !asked || ms > 5_000
    console.log(
      `  ${name.padEnd(34)}${ms.toFixed(0).padStart(6)} ms  ${asked ? 'asks for review' : 'ANSWERED'}`,
    )
  }
  return failed
}

function main(args: readonly string[]): number {
  // As `kensho notice parse` runs: nothing is retained, but the young heap would grow by 128 MB for what dies at once.
  setFlagsFromString('--semi-space-growth-factor=1')
  const after = (flag: string, fallback: number): number =>
    Number(args[args.indexOf(flag) + 1] ?? fallback) || fallback
  const wanted = ['--made', '--generated', '--orders', '--variants', '--fuzz', '--hostile'].filter((flag) =>
    args.includes(flag),
  )
  if (wanted.length === 0 && !args.includes('--file') && !existsSync(join(DATA, 'cases.json'))) {
    console.error(`${DATA}: expected the notices data beside the project; nothing was measured`)
    return 64
  }
  const failed = [
    wanted.length === 0 && given(args),
    args.includes('--made') && made(args.includes('--open')),
    args.includes('--generated') && generated(after('--generated', 500)),
    args.includes('--orders') && orders(),
    args.includes('--variants') && variants(),
    args.includes('--fuzz') && damaged(after('--fuzz', 10_000)),
    args.includes('--hostile') && hostile(),
  ]
  console.log(`\npeak resident memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`)
  return failed.includes(true) ? 1 : 0
}

process.exitCode = main(process.argv.slice(2))
