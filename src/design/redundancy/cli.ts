import { workspaceCollections } from '../../charter/composition.ts'
import { languageOf } from '../../charter/printed.ts'
import { worst } from '../../charter/verdict.ts'
import { givenTarget, networkOf } from '../../estate/workspace.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { EXIT, type ExitStatus } from '../../platform/failure.ts'
import { adviceOn } from './advice.ts'
import { printedReport } from './printed.ts'
import { redundancyOf } from './redundancy.ts'
import { promised } from './report.ts'

/** `kensho redundancy <file|folder>`: clause 2.1 on one network file or the network of a workspace, offline. */
export const redundancyCommand: Command = {
  name: 'redundancy',
  args: '<target>',
  describe: 'find what single failure takes down which service, in a network file or a workspace',
  options: [
    { flags: '--json', describe: 'the whole report as JSON' },
    { flags: '--pairs', describe: 'also all minimal failure sets of size two' },
    { flags: '--advice', describe: 'also the cheapest links that remove each single point' },
    { flags: '--timings', describe: 'also the CPU time of each part, in seconds' },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const { workspace } = await givenTarget('redundancy', io, args, workspaceCollections())
  const network = networkOf(workspace, io.clock.now())
  const report = redundancyOf(network, {
    pairs: options['pairs'] === true,
    timings: options['timings'] === true,
  })
  if (options['advice'] === true) report.advice = adviceOn(network, report) ?? null
  if (options['json'] === true) io.out(JSON.stringify(report))
  else for (const line of printedReport(network, report, languageOf(options['lang'], io.env))) io.out(line)
  const verdict = worst(promised(report).map((service) => service.verdict))
  if (verdict === 'fail') return EXIT.violation
  return verdict === 'unknown' ? EXIT.unknown : EXIT.done
}
