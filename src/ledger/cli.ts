import { createWriteStream } from 'node:fs'
import { readFile, rename, rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Command, CommandIo } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import type { ExitStatus } from '../platform/failure.ts'
import { verifyExport } from './audit-export.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { reopenData, rotateData, verifyData } from './data-folder.ts'
import { NoteError } from './note.ts'

const DEFAULT_SERVER = 'http://localhost:7350'

const JSON_OPTION = { flags: '--json', describe: 'the answer as JSON on standard output / 結果をJSONで出す' }
const SERVER_OPTION = { flags: '--server <url>', describe: `default: KENSHO_URL or ${DEFAULT_SERVER}` }
const OUT_OPTION = { flags: '--out <file>', describe: 'the file to write / 書き出すファイル' }
const DATA_OPTION = {
  flags: '--data <dir>',
  describe: 'the data folder; default: KENSHO_DATA / データフォルダ',
}

/** `kensho ledger verify`: the whole log against itself, its keys, and checkpoints kept elsewhere. */
const verify: Command = {
  name: 'ledger verify',
  describe: 'Check the whole ledger, in the database or in an export. / 台帳全体を検証する',
  options: [
    DATA_OPTION,
    { flags: '--export <file>', describe: 'check an export instead / 書き出しファイルを検証する' },
    { flags: '--checkpoint <file>', describe: 'a checkpoint kept elsewhere / 別に保管したチェックポイント' },
    { flags: '--key <vkey>', describe: 'a public key of the ledger that you trust / 信頼する公開鍵' },
    JSON_OPTION,
  ],
  run: async (io, _, options) => {
    const kept = await keptCheckpoint(io, options['checkpoint'])
    const vkeys = typeof options['key'] === 'string' ? [options['key']] : []
    const file = options['export']
    if (typeof file === 'string' && options['data'] !== undefined) {
      throw new InputError('--export', {}, 'expected --data or --export, found both')
    }
    const report = await named('--checkpoint', () =>
      typeof file === 'string'
        ? verifyExport(resolve(io.cwd, file), vkeys, kept)
        : verifyData(io, options['data'], vkeys, kept),
    )
    return tell(io, report, options['json'] === true)
  },
}

async function keptCheckpoint(io: CommandIo, path: unknown): Promise<KeptCheckpoint[]> {
  if (typeof path !== 'string') return []
  const note = await readFile(resolve(io.cwd, path), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(path, {}, `a readable checkpoint: ${error.code ?? error.message}`)
  })
  return [{ note, from: { ja: `${path} のチェックポイント`, en: `the checkpoint in ${path}` } }]
}

/** A note or key that cannot be used is the caller's input. */
async function named<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof NoteError)
      throw new InputError(what, {}, `a note or key of this ledger: ${error.message}`)
    throw error
  }
}

/** The shape that the contract states; `because_ja`, `until` and `origin` are additions. */
function tell(io: CommandIo, { first_bad, ...report }: AuditReport, json: boolean): ExitStatus {
  if (json) {
    const bad = first_bad && { ...first_bad, because: first_bad.because.en, because_ja: first_bad.because.ja }
    io.out(JSON.stringify({ ...report, ...(bad && { first_bad: bad }) }))
  } else if (first_bad) {
    const { index, until, because } = first_bad
    const range = until === undefined || until === index + 1 ? `${index}` : `${index} … ${until - 1}`
    io.out(`NOT OK: entry ${range}: ${because.en}`)
    io.out(`検証に失敗しました（${range}番）: ${because.ja}`)
  } else {
    io.out(`OK: ${report.size} entries of ${report.origin}, root ${report.root}`)
    io.out(`検証に成功しました。台帳 ${report.origin}、全${report.size}件、根 ${report.root}`)
  }
  return report.ok ? EXIT.done : EXIT.violation
}

const exportCommand: Command = {
  name: 'ledger export',
  describe: 'Write the whole ledger as a file for verify.mjs. / 台帳全体を検証用のファイルに書き出す',
  options: [OUT_OPTION, SERVER_OPTION],
  run: async (io, _, options) => await download(io, options, '/api/ledger/export'),
}

const prove: Command = {
  name: 'ledger prove',
  args: '<index>',
  describe: 'Write the proof of one entry as a file for verify.mjs. / 一件の証明を検証用のファイルに書き出す',
  options: [OUT_OPTION, SERVER_OPTION],
  run: async (io, [index], options) => {
    if (typeof index !== 'string' || !/^(0|[1-9]\d{0,15})$/.test(index)) {
      throw new InputError('<index>', {}, `the index of an entry, a number from 0, found ${String(index)}`)
    }
    return await download(io, options, `/api/ledger/entries/${index}/proof`)
  },
}

/** The file is there when all of it is: it gets its name last. */
async function download(io: CommandIo, options: Record<string, unknown>, path: string): Promise<ExitStatus> {
  if (typeof options['out'] !== 'string') throw new InputError('--out', {}, 'the file to write')
  const target = resolve(io.cwd, options['out'])
  const server = serverOf(options['server'] ?? io.env['KENSHO_URL'])
  const token = io.env['KENSHO_TOKEN']
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : { origin: server }
  const response = await fetch(server + path, { headers, redirect: 'error' }).catch(() => {
    throw new InputError(server, {}, 'a kensho that answers; start one with kensho up')
  })
  if (!response.ok || !response.body) {
    throw new InputError(
      server + path,
      {},
      `the file, found status ${response.status}: ${await response.text()}`,
    )
  }
  const partial = `${target}.part`
  try {
    await pipeline(Readable.fromWeb(response.body as ReadableStream<Uint8Array>), createWriteStream(partial))
    await rename(partial, target)
  } catch (error) {
    await rm(partial, { force: true })
    const { code, message } = error as NodeJS.ErrnoException
    throw new InputError(target, {}, `a file that can be written to its end: ${code ?? message}`)
  }
  io.out(target)
  return EXIT.done
}

function serverOf(given: unknown): string {
  const url = typeof given === 'string' && given !== '' ? given : DEFAULT_SERVER
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError('--server', {}, `a URL such as ${DEFAULT_SERVER}, found ${url}`)
  }
  return url.replace(/\/$/, '')
}

const reopen: Command = {
  name: 'ledger reopen',
  describe:
    'After a restore: open a new origin that cites the last known checkpoint. / 復元のあとに新しい起点を開く',
  options: [
    DATA_OPTION,
    { flags: '--because <text>', describe: 'why, for the record / 理由（台帳に残る）' },
    { flags: '--checkpoint <file>', describe: 'the last known checkpoint; default: that of the data folder' },
  ],
  run: async (io, _, options) => {
    if (typeof options['because'] !== 'string')
      throw new InputError('--because', {}, 'why the log was restored')
    const [kept] = await keptCheckpoint(io, options['checkpoint'])
    const { origin, size } = await reopenData(io, options['data'], options['because'], kept?.note)
    io.out(`${origin} ${size}`)
    return EXIT.done
  },
}

const rotate: Command = {
  name: 'ledger rotate',
  describe: 'Add a signing key, or retire one. / 署名鍵を追加または引退させる',
  options: [
    DATA_OPTION,
    { flags: '--retire <vkey>', describe: 'the key that shall sign no more / 引退させる鍵' },
  ],
  run: async (io, _, options) => {
    const retire = typeof options['retire'] === 'string' ? options['retire'] : undefined
    io.out(await rotateData(io, options['data'], retire))
    return EXIT.done
  },
}

export const ledgerCommands: Command[] = [verify, exportCommand, prove, reopen, rotate]
