import type { Clock } from './clock.ts'
import type { ExitStatus } from './failure.ts'

/** What a command may touch: standard streams, clock, environment. Tests pass their own. */
export type CommandIo = {
  /** Standard output. One call, one line (a newline is added). */
  out: (line: string) => void
  /** Standard error: messages, progress. */
  err: (line: string) => void
  clock: Clock
  env: Readonly<Record<string, string | undefined>>
  cwd: string
}

/** One option as commander reads it: `flags` such as `--at <instant>` or `--json`. */
export type CommandOption = { flags: string; describe: string; default?: string | boolean }

/** Options as given, by their name in camelCase: a flag is true, one with a value is its text. */
export type CommandOptions = Readonly<Record<string, string | boolean | undefined>>

/** A command of a module, listed in its module.ts. `name` may have two words: `ledger verify`. */
export type Command = {
  name: string
  /** Positional arguments as commander writes them: `<file>`, `[dir]`, `<files...>`. */
  args?: string
  describe: string
  options?: CommandOption[]
  /** Receives positionals (a variadic one as an array) and options in camelCase. Throws InputError for exit 64. */
  run: (
    io: CommandIo,
    args: (string | string[] | undefined)[],
    options: CommandOptions,
  ) => Promise<ExitStatus>
}
