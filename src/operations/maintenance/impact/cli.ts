import path from 'node:path'
import { workspaceCollections } from '../../../charter/composition.ts'
import { instantOption } from '../../../charter/instant-option.ts'
import { saidWindow } from '../../../charter/instant.ts'
import { languageOf } from '../../../charter/printed.ts'
import { readTarget } from '../../../estate/workspace.ts'
import type { Command, CommandIo, CommandOptions } from '../../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../../platform/failure.ts'
import type { Language, Text } from '../../../platform/text.ts'
import { readStart } from '../cli.ts'
import { MAIL_BYTES_MAX } from '../mail/message.ts'
import { plannedWindows } from '../maintenance.ts'
import { ImpactEngine } from './impact.ts'
import { maintenancesIn } from './offline.ts'
import { outagesOf } from './outages.ts'
import { loadGroundText, reportOf, type ImpactReport, type Shown } from './report.ts'
import { segmentsOf } from './segments.ts'

const DAY_MS = 86_400_000
const DAYS_MAX = 3660

/** `kensho notice impact <workspace> --notices <files...>`: what carriers' mails do to the services, offline. */
export const noticeImpactCommand: Command = {
  name: 'notice impact',
  args: '<workspace>',
  describe: 'what maintenance notices take down, leave without redundancy or below N-1 capacity, and when',
  options: [
    {
      flags: '--notices <files...>',
      describe: 'mails (RFC 5322, .eml); their senders are taken as they say',
    },
    { flags: '--days <days>', describe: 'how far to look ahead', default: '400' },
    { flags: '--at <instant>', describe: 'look from this instant on (ISO 8601 with offset); default: now' },
    { flags: '--timings', describe: 'adds the CPU seconds of the computation' },
    { flags: '--json', describe: 'the whole report as JSON' },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  [target]: (string | string[] | undefined)[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const fromMs = instantOption('--at', options['at']) ?? io.clock.now()
  const untilMs = fromMs + daysIn(options['days']) * DAY_MS
  const files = listed(options['notices'])
  const shown = String(target)
  const workspace = await readTarget(path.resolve(io.cwd, shown), workspaceCollections())
  const mails: Uint8Array[] = []
  for (const file of files) mails.push(await readStart(path.resolve(io.cwd, file), file, MAIL_BYTES_MAX + 1))
  const zone = workspace.operator?.zone ?? workspace.estate.zone ?? 'UTC'
  const segments = segmentsOf(workspace, fromMs, untilMs)
  const maintenances = maintenancesIn(workspace, mails, fromMs)
  const outages = outagesOf(plannedWindows(maintenances))
  const before = process.threadCpuUsage()
  const engine = new ImpactEngine(segments, zone)
  const impact = engine.impact(outages)
  const { user, system } = process.threadCpuUsage(before)
  const report = reportOf(engine, impact, outages, maintenances, zone)
  const judgedMs = segments.at(-1)?.untilMs ?? fromMs
  const whole = {
    from: new Date(fromMs).toISOString(),
    until: new Date(judgedMs).toISOString(),
    zone,
    ...report,
    ...(options['timings'] === true && { timings: { impact_cpu_s: (user + system) / 1e6 } }),
  }
  if (options['json'] === true) io.out(JSON.stringify(whole))
  else for (const line of printed(report, zone, languageOf(options['lang'], io.env))) io.out(line)
  return statusOf(report, judgedMs < untilMs)
}

function daysIn(given: unknown): number {
  const days = Number(given)
  if (!Number.isInteger(days) || days < 1 || days > DAYS_MAX)
    throw new InputError(
      '--days',
      {},
      `expected a whole number of days from 1 to ${DAYS_MAX}, found ${JSON.stringify(given)}`,
    )
  return days
}

function listed(given: unknown): string[] {
  const files = Array.isArray(given) ? given.filter((one) => typeof one === 'string') : []
  if (files.length === 0)
    throw new InputError('--notices', {}, 'expected at least one mail (RFC 5322, .eml), found none')
  return files
}

/** 1 where certain notices break something; 2 where something may be, or is not known. */
function statusOf(report: ImpactReport, cutOff: boolean): ExitStatus {
  if (report.intervals.some(({ certain }) => certain)) return EXIT.violation
  const open =
    report.intervals.length +
    report.unresolved.length +
    report.without_window.length +
    report.without_loads.length +
    report.without_standing.length
  return open > 0 ||
    cutOff ||
    !report.loads_judged ||
    report.maintenances.some(({ certainty }) => certainty === 'review')
    ? EXIT.unknown
    : EXIT.done
}

const KIND: Record<'down' | 'redundancy_lost' | 'below_capacity', Text> = {
  down: { ja: '停止', en: 'down' },
  redundancy_lost: { ja: '冗長喪失', en: 'redundancy lost' },
  below_capacity: { ja: '容量不足', en: 'below capacity' },
}
const POSSIBLE: Text = { ja: '（未確定）', en: ' (not certain)' }
const NOTHING: Text = {
  ja: 'これらの通知で停止・冗長喪失・容量不足になる役務はありません。',
  en: 'These notices take no service down, and leave none without redundancy or below capacity.',
}

function printed(report: ImpactReport, zone: string, language: Language): string[] {
  const lines = report.intervals.flatMap((interval) => {
    const when = saidWindow(Date.parse(interval.from), Date.parse(interval.until), zone)[language]
    const of = (kind: keyof typeof KIND): string[] =>
      interval[kind].map(
        (one) =>
          `  ${KIND[kind][language]}: ${one.service}  ${detail(one, language)}  [${one.maintenances.join(', ')}]`,
      )
    return [
      `${when}${interval.certain ? '' : POSSIBLE[language]}`,
      ...(['down', 'redundancy_lost', 'below_capacity'] as const).flatMap(of),
    ]
  })
  const open = [
    ...report.unresolved.map(({ maintenance, said }) =>
      language === 'ja'
        ? `◌ ${maintenance}: 設備に登録がない ${said.join('、')} の影響は不明です。`
        : `◌ ${maintenance}: the estate does not hold ${said.join(', ')}; what that takes is not known.`,
    ),
    ...report.without_window.map((key) =>
      language === 'ja' ? `◌ ${key}: 日時が読めていません。` : `◌ ${key}: no window could be read.`,
    ),
    ...report.without_standing.map((service) =>
      language === 'ja'
        ? `◌ ${service}: 端点が分からず判定できません。`
        : `◌ ${service}: without endpoints it cannot be judged.`,
    ),
    ...(report.loads_judged
      ? []
      : [
          language === 'ja'
            ? '◌ 需要（demands）か回線の容量が登録されていないため、容量が足りるかは判定していません。'
            : '◌ Without demands and capacities of links, whether capacity suffices was not judged.',
        ]),
    ...loadLines(report, language),
    ...(report.without_loads.length > 0
      ? [
          language === 'ja'
            ? '◌ 容量を判定できない時間があります。'
            : '◌ Loads could not be judged for some of the time.',
        ]
      : []),
  ]
  return [...(lines.length === 0 ? [NOTHING[language]] : lines), ...open]
}

function detail({ witness, failures }: Shown, language: Language): string {
  return witness?.[language] ?? failures.join(', ')
}

/** What the loads rest on, where they were judged: nobody should take a profile for a forecast. */
function loadLines({ loads, loads_judged }: ImpactReport, language: Language): string[] {
  if (!loads_judged) return []
  const text = loadGroundText(loads)
  return [
    text[language],
    ...loads.not_forecast.map(({ from, to, because }) => `◌ ${from} → ${to}: ${because[language]}`),
  ]
}
