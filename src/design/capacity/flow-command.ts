import { workspaceCollections } from '../../charter/composition.ts'
import { languageOf } from '../../charter/printed.ts'
import { givenTarget, networkOf } from '../../estate/workspace.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import { concurrentFlow } from './flow/concurrent-flow.ts'
import { flowReport, type FlowReport } from './flow/report.ts'
import { prepare } from './model.ts'

const GAP = 0.01
const PASSES_MAX = 20_000
/** Cells of flow (sources times directions of links) that fit: 8 bytes each. */
const CELLS_MAX = 40_000_000

/** `kensho capacity flow <file|folder>`: by how much demands may grow whatever the routing, with a proof, offline. */
export const flowCommand: Command = {
  name: 'capacity flow',
  args: '<target>',
  describe: 'tell by which factor all demands may grow if routed in the best way, with a certified bound',
  options: [
    { flags: '--json', describe: 'the answer as JSON' },
    { flags: '--gap <share>', describe: 'how close the bound must be', default: String(GAP) },
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
  const gap = gapOf(options['gap'])
  const { file, workspace } = await givenTarget('capacity flow', io, args, workspaceCollections())
  const network = networkOf(workspace, io.clock.now())
  const before = process.cpuUsage()
  const prepared = prepare(network, undefined)
  const sources = new Set(network.demands.map(({ from }) => from)).size
  if (sources * 2 * network.links.length > CELLS_MAX)
    throw new InputError(
      file,
      {},
      `expected at most ${CELLS_MAX} sources of demands times directions of links`,
    )
  const report = flowReport(prepared, (model) => concurrentFlow(model, { gap, passesMax: PASSES_MAX }))
  const { user, system } = process.cpuUsage(before)
  const timings = options['timings'] === true ? { timings: { flow_cpu_s: (user + system) / 1e6 } } : {}
  const language = languageOf(options['lang'], io.env)
  if (options['json'] === true) io.out(JSON.stringify({ ...report, ...timings }))
  else for (const text of report.because) io.out(text[language])
  return statusOf(report)
}

function gapOf(given: unknown): number {
  const gap = typeof given === 'string' && given.trim() !== '' ? Number(given) : GAP
  if (gap >= 0.0001 && gap <= 0.5) return gap
  throw new InputError('--gap', {}, `expected a share from 0.0001 to 0.5, found ${String(given)}`)
}

/** Proven to be too little: 1. A flow was found that carries all: 0. Not known, or between the two: 2. */
function statusOf({ lambda, upper_bound }: FlowReport): ExitStatus {
  if (lambda === null || upper_bound === null) return EXIT.unknown
  if (upper_bound < 1) return EXIT.violation
  return lambda >= 1 ? EXIT.done : EXIT.unknown
}
