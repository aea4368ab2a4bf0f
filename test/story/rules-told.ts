import { fixedClock } from '../../src/platform/clock.ts'
import { runCommandLine } from '../../src/platform/command-line.ts'
import { ALL_MODULES } from '../../src/modules.ts'
import type { Finished } from './story.ts'

/** What the clock shows in these stories where nobody says otherwise. */
const NOW_MS = Date.parse('2026-11-22T12:00:00Z')

/** Every command of every module, as the command line runs them, in this process and at an instant that stands still. */
export async function told(...args: string[]): Promise<Finished> {
  const lines: string[] = []
  const complaints: string[] = []
  const commands = ALL_MODULES.flatMap((module) => module.commands ?? [])
  const status = await runCommandLine(commands, [], args, {
    out: (line) => lines.push(`${line}\n`),
    err: (line) => complaints.push(`${line}\n`),
    clock: fixedClock(NOW_MS),
    env: {},
    cwd: process.cwd(),
  })
  return { status, stdout: lines.join(''), stderr: complaints.join('') }
}
