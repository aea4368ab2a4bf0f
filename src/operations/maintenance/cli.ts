import { open, stat } from 'node:fs/promises'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { languageOf } from '../../charter/printed.ts'
import type { Command, CommandIo } from '../../platform/command.ts'
import { EXIT, InputError, type ExitStatus } from '../../platform/failure.ts'
import { readWhole } from './attachment/apart.ts'
import { MAIL_BYTES_MAX } from './mail/message.ts'
import { printedNotices } from './printed.ts'

const KNOWN_BYTES_MAX = 16 * 1024 * 1024

/** `kensho notice parse <files...>`: what carriers' mails announce, offline. */
export const noticeParseCommand: Command = {
  name: 'notice parse',
  args: '<files...>',
  describe: "read carriers' maintenance notices from mails",
  options: [
    { flags: '--json', describe: 'one entry a file, each an array of notices, as JSON' },
    {
      flags: '--known <file>',
      describe: 'ids of your lines and services, one a line; searched everywhere in the mail',
    },
    { flags: '--lang <language>', describe: 'ja or en; by the environment otherwise' },
  ],
  run,
}

async function run(
  io: CommandIo,
  args: (string | string[] | undefined)[],
  options: Record<string, unknown>,
): Promise<ExitStatus> {
  // What hostile mails make a reader allocate is dropped at once: without this the heap first grows by 128 MB for it.
  setFlagsFromString('--semi-space-growth-factor=1')
  const files = args.flat().filter((file) => file !== undefined)
  if (files.length === 0)
    throw new InputError('notice parse', {}, 'expected at least one mail (RFC 5322, .eml)')
  const known = typeof options['known'] === 'string' ? await readKnown(io, options['known']) : []
  const entries = []
  for (const file of files) {
    const bytes = await readStart(path.resolve(io.cwd, file), file, MAIL_BYTES_MAX + 1)
    entries.push((await readWhole(bytes, { knownObjects: known })).notices)
  }
  if (options['json'] === true) io.out(JSON.stringify(entries))
  else {
    const language = languageOf(options['lang'], io.env)
    for (const [index, notices] of entries.entries())
      for (const line of printedNotices(files[index] ?? '', notices, language)) io.out(line)
  }
  return entries.flat().some((notice) => notice.needs_review) ? EXIT.unknown : EXIT.done
}

async function readKnown(io: CommandIo, file: string): Promise<string[]> {
  const bytes = await readStart(path.resolve(io.cwd, file), file, KNOWN_BYTES_MAX + 1)
  if (bytes.length > KNOWN_BYTES_MAX)
    throw new InputError(file, {}, `expected at most ${KNOWN_BYTES_MAX} bytes of ids`)
  const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/)
  return lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
}

/** At most the first `bytesMax` bytes: a larger mail is an entry for review and need not be held whole. */
export async function readStart(file: string, shownAs: string, bytesMax: number): Promise<Uint8Array> {
  const failed = (problem: NodeJS.ErrnoException): never => {
    throw new InputError(
      shownAs,
      {},
      `expected a file that can be read, found ${problem.code ?? problem.message}`,
    )
  }
  const found = await stat(file).catch(failed)
  if (!found.isFile()) throw new InputError(shownAs, {}, 'expected a file, found something else')
  const handle = await open(file, 'r').catch(failed)
  try {
    const bytes = Buffer.allocUnsafeSlow(Math.min(found.size, bytesMax))
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled).catch(failed)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await handle.close()
  }
}
