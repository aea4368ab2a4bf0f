import { demoRemoveCommand } from './demo/remove-command.ts'
import { backupCommands } from './backup-commands.ts'
import { runCommandLine } from './platform/command-line.ts'
import { systemClock } from './platform/clock.ts'
import { ALL_MODULES } from './modules.ts'
import { upCommand } from './up-command.ts'

/** Named by the contract, not in this version: refused with 64, never half done. */
const LATER = [
  'exposure', 'detect', 'evidence judge', 'oncall prove', 'oncall shifts', 'device collect',
  'erasure judge', 'permit verify',
] // prettier-ignore

const commands = [
  upCommand(ALL_MODULES),
  demoRemoveCommand(ALL_MODULES),
  ...backupCommands(ALL_MODULES),
  ...ALL_MODULES.flatMap((module) => module.commands ?? []),
]

// A reader that closes the pipe early (`| head`) ends us without a stack.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 70)
})

process.exitCode = await runCommandLine(commands, LATER, process.argv.slice(2), {
  out: (line) => process.stdout.write(`${line}\n`),
  err: (line) => process.stderr.write(`${line}\n`),
  clock: systemClock,
  env: process.env,
  cwd: process.cwd(),
})
