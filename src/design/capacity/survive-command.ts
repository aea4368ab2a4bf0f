import { availableParallelism } from 'node:os'
import { workspaceCollections } from '../../charter/composition.ts'
import { instantOption } from '../../charter/instant-option.ts'
import { languageOf } from '../../charter/printed.ts'
import { givenTarget, networkOf } from '../../estate/workspace.ts'
import { isZone } from '../../platform/civil-time.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import type { Language } from '../../platform/text.ts'
import type { Service, SurvivalReport } from './load-report.ts'
import { survive } from './survive.ts'
import type { Hour } from './traffic.ts'

/** Threads beyond this many gain little and take memory each. */
const WORKERS_MAX = 8
export const ZONE = 'Asia/Tokyo'
/** Lines of the printed report; `--json` has all. */
const PRINTED_MAX = 20

/** `kensho capacity survive <file|folder>`: loads at rest and under every single failure, offline. */
export const surviveCommand: Command = {
  name: 'capacity survive',
  args: '<target>',
  describe: 'find what overloads or goes unserved at rest and under every single failure',
  options: [
    { flags: '--json', describe: 'the whole report as JSON' },
    { flags: '--at <instant>', describe: 'the hour of the profiles; else each demand at its highest factor' },
    {
      flags: '--zone <zone>',
      describe: `the operator’s IANA time zone; default: the workspace’s, or ${ZONE}`,
    },
    { flags: '--timings', describe: 'also the CPU time of the computation, in seconds' },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const atMs = instantOption('--at', options['at'])
  const { file, workspace } = await givenTarget('capacity survive', io, args, workspaceCollections())
  const zone = zoneOf(options['zone']) ?? workspace.operator?.zone ?? ZONE
  const at: Hour | undefined = atMs === undefined ? undefined : { instantMs: atMs, zone }
  const network = networkOf(workspace, atMs ?? io.clock.now())
  const before = process.cpuUsage()
  const workers = Math.min(WORKERS_MAX, availableParallelism())
  const report = await refusing(file, () => survive(network, { ...(at && { at }), workers }))
  const { user, system } = process.cpuUsage(before)
  const timings = options['timings'] === true ? { timings: { capacity_cpu_s: (user + system) / 1e6 } } : {}
  if (options['json'] === true) io.out(JSON.stringify({ ...report, ...timings }))
  else for (const line of printed(report, languageOf(options['lang'], io.env))) io.out(line)
  return statusOf(report)
}

/** The zone that was asked for. InputError where it is none. */
export function zoneOf(given: unknown): string | undefined {
  if (typeof given !== 'string') return undefined
  if (!isZone(given))
    throw new InputError('--zone', {}, `expected an IANA time zone, such as ${ZONE}, found ${given}`)
  return given
}

/** What the calculation refuses about a network is the file's fault, not ours. */
async function refusing<Result>(file: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (problem) {
    if (problem instanceof RangeError) throw new InputError(file, {}, problem.message)
    throw problem
  }
}

function statusOf(report: SurvivalReport): ExitStatus {
  if (violated(report.steady) || report.failures.some(violated)) return EXIT.violation
  return report.unknown.length > 0 ? EXIT.unknown : EXIT.done
}

function violated(state: Service): boolean {
  return state.unserved > 0 || state.overloaded.length > 0
}

function printed(report: SurvivalReport, language: Language): string[] {
  const ja = language === 'ja'
  const number = new Intl.NumberFormat(ja ? 'ja-JP' : 'en-US', { maximumSignificantDigits: 4 })
  const bad = report.failures.filter(violated)
  const lines = [
    ja
      ? `一重故障 ${report.failures.length} 件のうち ${bad.length} 件で過負荷または不達が生じます。`
      : `${bad.length} of ${report.failures.length} single failures overload something or leave demands unserved.`,
    stateLine(ja ? '平常時' : 'at rest', report.steady, number, ja),
  ]
  const worst = bad.toSorted((a, b) => b.unserved - a.unserved || b.overloaded.length - a.overloaded.length)
  for (const failure of worst.slice(0, PRINTED_MAX))
    lines.push(stateLine(`${failure.kind} ${failure.id}`, failure, number, ja))
  if (worst.length > PRINTED_MAX)
    lines.push(ja ? `ほか ${worst.length - PRINTED_MAX} 件` : `and ${worst.length - PRINTED_MAX} more`)
  const factor = (growth: { factor: number } | null): string =>
    growth === null ? (ja ? '不明' : 'unknown') : `×${number.format(growth.factor)}`
  const { steady, under_failure: failing } = report.growth
  lines.push(
    ja
      ? `需要が増えてよい倍率: 平常時 ${factor(steady)}、一重故障時 ${factor(failing)}`
      : `demand may grow by: at rest ${factor(steady)}, under a single failure ${factor(failing)}`,
  )
  return [...lines, ...report.unknown.map((text) => text[language])]
}

function stateLine(name: string, state: Service, number: Intl.NumberFormat, ja: boolean): string {
  const over = state.overloaded.slice(0, 5).join(', ') + (state.overloaded.length > 5 ? ' …' : '')
  return ja
    ? `${name}: 不達 ${number.format(state.unserved)}、端点の故障による喪失 ${number.format(state.lost_at_endpoint)}、過負荷 ${state.overloaded.length} 件${over && `（${over}）`}`
    : `${name}: unserved ${number.format(state.unserved)}, lost at endpoints ${number.format(state.lost_at_endpoint)}, overloaded ${state.overloaded.length}${over && ` (${over})`}`
}
