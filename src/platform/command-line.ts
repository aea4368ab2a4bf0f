import { Command as Commander, CommanderError } from 'commander'
import type { Command, CommandIo, CommandOptions } from './command.ts'
import { EXIT, InputError, type ExitStatus } from './failure.ts'

/** Commands that the contract names and that this version does not have yet: refused in one line, exit 64. */
export type Later = readonly string[]

/**
 * Runs one command line and returns its exit status; never throws and never exits by itself. Bad usage, unreadable
 * input and commands of later versions give one line on standard error and 64, our own failures the stack and 70.
 */
export async function runCommandLine(
  commands: readonly Command[],
  later: Later,
  argv: readonly string[],
  io: CommandIo,
): Promise<ExitStatus> {
  const words = argv.filter((word) => !word.startsWith('-'))
  const early = later.find((name) => name.split(' ').every((word, index) => words[index] === word))
  if (early !== undefined) {
    io.err(`kensho ${early}: not in this version; see kensho --help for what is`)
    return EXIT.usage
  }
  let status: ExitStatus = EXIT.done
  const program = parser(commands, io, (result) => {
    status = result
  })
  try {
    await program.parseAsync(argv, { from: 'user' })
    return status
  } catch (error) {
    return statusOf(error, io)
  }
}

function statusOf(error: unknown, io: CommandIo): ExitStatus {
  if (error instanceof CommanderError) {
    // Help and version are answers; everything else that commander refuses is bad usage.
    return error.exitCode === 0 ? EXIT.done : EXIT.usage
  }
  if (error instanceof InputError) {
    io.err(error.message.replaceAll('\n', ' '))
    return EXIT.usage
  }
  io.err(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return EXIT.failure
}

function parser(commands: readonly Command[], io: CommandIo, done: (status: ExitStatus) => void): Commander {
  const program = quiet(new Commander('kensho'), io)
    .description('Kensho runs a quality charter: every clause a live control.')
    .showHelpAfterError(false)
  const groups = new Map<string, Commander>()
  for (const command of commands) {
    const [first, second] = command.name.split(' ') as [string, string | undefined]
    let parent: Commander = program
    if (second !== undefined) {
      parent = groups.get(first) ?? quiet(program.command(first).description(`${first} …`), io)
      groups.set(first, parent)
    }
    const entry = quiet(parent.command(second ?? first), io).description(command.describe)
    if (command.args !== undefined) entry.arguments(command.args)
    for (const option of command.options ?? []) {
      // Commander would take `--at INSTANT` for a flag without a value, and the instant for an argument.
      if (!/^(-[a-z], )?--[a-z-]+( [<[][^ ]+[>\]])?$/.test(option.flags))
        throw new Error(`${command.name}: cannot read the option ${option.flags}`)
      entry.option(option.flags, option.describe, option.default)
    }
    entry.action(async (...received: unknown[]) => {
      // commander passes the positionals, then the options, then the command itself.
      const positionals = received.slice(0, -2) as (string | string[] | undefined)[]
      done(await command.run(io, positionals, received.at(-2) as CommandOptions))
    })
  }
  return program
}

function quiet(command: Commander, io: CommandIo): Commander {
  return command.exitOverride().configureOutput({
    writeOut: (text) => io.out(text.trimEnd()),
    writeErr: (text) => io.err(text.trimEnd().replaceAll('\n', ' ')),
  })
}
