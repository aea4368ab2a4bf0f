import { workspaceCollections } from '../../charter/composition.ts'
import { languageOf } from '../../charter/printed.ts'
import { worst } from '../../charter/verdict.ts'
import { givenTarget, networkOf } from '../../estate/workspace.ts'
import type { Command, CommandIo, CommandOptions } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import { surgesOf } from './surge/surge.ts'

/** `kensho capacity surge <file|folder>`: what comes back at once after each single failure, and how long it lasts, offline. */
export const surgeCommand: Command = {
  name: 'capacity surge',
  args: '<target>',
  describe: 'tell what rate comes back when something fails or returns, and whether the servers get over it',
  options: [
    { flags: '--json', describe: 'the whole answer as JSON' },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: CommandOptions,
): Promise<ExitStatus> {
  const { file, workspace } = await givenTarget('capacity surge', io, args, workspaceCollections())
  const network = networkOf(workspace, io.clock.now())
  if (network.procedures.length === 0)
    throw new InputError(file, { path: 'procedures' }, 'expected at least one procedure, found none')
  const procedures = surgesOf(network)
  if (options['json'] === true) io.out(JSON.stringify({ procedures }))
  else
    for (const text of procedures.flatMap(({ because }) => because))
      io.out(text[languageOf(options['lang'], io.env)])
  const verdict = worst(procedures.map((procedure) => procedure.verdict))
  if (verdict === 'fail') return EXIT.violation
  return verdict === 'pass' ? EXIT.done : EXIT.unknown
}
