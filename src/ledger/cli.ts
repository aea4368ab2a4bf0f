import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command, CommandIo, CommandOptions } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import type { ExitStatus } from '../platform/failure.ts'
import { verifyExport } from './audit-export.ts'
import type { KeptCheckpoint } from './audit-database.ts'
import { exportData, proveData, relistData, reopenData, rotateData, verifyData } from './data-folder.ts'
import type { DataReport } from './data-folder.ts'
import { SIGNING_ALGORITHMS } from './key-file.ts'
import type { SigningAlgorithm } from './key-file.ts'
import { NoteError, parseVerifier, UnknownSignerError } from './note.ts'
import { writeWhole } from './written-file.ts'

const DEFAULT_SERVER = 'http://localhost:7350'

const ALGORITHMS = Object.keys(SIGNING_ALGORITHMS) as SigningAlgorithm[]

const JSON_OPTION = { flags: '--json', describe: 'the answer as JSON on standard output / 結果をJSONで出す' }
const SERVER_OPTION = { flags: '--server <url>', describe: `default: KENSHO_URL or ${DEFAULT_SERVER}` }
const OUT_OPTION = { flags: '--out <file>', describe: 'the file to write / 書き出すファイル' }
const DATA_OPTION = {
  flags: '--data <dir>',
  describe: 'the data folder; default: KENSHO_DATA / データフォルダ',
}
/** Reading a data folder oneself needs the rights of its owner; nothing is asked of a server. */
const DATA_DIRECTLY_OPTION = {
  flags: '--data <dir>',
  describe: 'read this data folder, not a server / サーバに尋ねず、このデータフォルダから読む',
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
    await named('--key', () => vkeys.map(parseVerifier))
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

const KEY_HINT = 'if you trust the one that has, give its public key with --key NAME+HASH+KEY'

/** A note or key that cannot be used is the caller's input. */
async function named<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UnknownSignerError)
      throw new InputError(what, {}, `a checkpoint of this ledger: ${error.message}; ${KEY_HINT}`)
    if (error instanceof NoteError)
      throw new InputError(what, {}, `a note or key of this ledger: ${error.message}`)
    throw error
  }
}

/** The shape that the contract states; `because_ja`, `until`, `origin` and `listing` are additions. */
function tell(io: CommandIo, { first_bad, listing, ...report }: DataReport, json: boolean): ExitStatus {
  if (json) {
    const bad = first_bad && { ...first_bad, because: first_bad.because.en, because_ja: first_bad.because.ja }
    const list = listing && {
      listing: {
        ok: listing.ok,
        position: listing.position,
        state_sha256: listing.recorded,
        state_sha256_of_facts: listing.computed,
      },
    }
    io.out(JSON.stringify({ ...report, ...list, ...(bad && { first_bad: bad }) }))
  } else if (first_bad) {
    const { index, until, because } = first_bad
    const range = until === undefined || until === index + 1 ? `${index}` : `${index} … ${until - 1}`
    io.out(`NOT OK: entry ${range}: ${because.en}`)
    io.out(`検証に失敗しました（${range}番）: ${because.ja}`)
  } else {
    io.out(`OK: ${report.size} entries of ${report.origin}, root ${report.root}`)
    io.out(`検証に成功しました。台帳 ${report.origin}、全${report.size}件、根 ${report.root}`)
    if (listing) {
      io.out(`list of facts: ${listing.position} entries as the facts make them, state ${listing.recorded}`)
      io.out(`事実の一覧: ${listing.position}件、台帳の記録と一致、状態 ${listing.recorded}`)
    }
  }
  return report.ok ? EXIT.done : EXIT.violation
}

const exportCommand: Command = {
  name: 'ledger export',
  describe: 'Write the whole ledger as a file for verify.mjs. / 台帳全体を検証用のファイルに書き出す',
  options: [OUT_OPTION, DATA_DIRECTLY_OPTION, SERVER_OPTION],
  run: async (io, _, options) =>
    await writeOut(io, options, '/api/ledger/export', (write) => exportData(io, options['data'], write)),
}

const prove: Command = {
  name: 'ledger prove',
  args: '<index>',
  describe: 'Write the proof of one entry as a file for verify.mjs. / 一件の証明を検証用のファイルに書き出す',
  options: [OUT_OPTION, DATA_DIRECTLY_OPTION, SERVER_OPTION],
  run: async (io, [index], options) => {
    if (typeof index !== 'string' || !/^(0|[1-9]\d{0,14})$/.test(index)) {
      throw new InputError('<index>', {}, `the index of an entry, a number from 0, found ${String(index)}`)
    }
    return await writeOut(io, options, `/api/ledger/entries/${index}/proof`, async (write) =>
      write(Buffer.from(await proveData(io, options['data'], Number(index)))),
    )
  },
}

type Write = (chunk: Uint8Array) => Promise<void>

/** To the file named: from a data folder where one is given, else from a server, which checks who asks. */
async function writeOut(
  io: CommandIo,
  options: CommandOptions,
  path: string,
  fromData: (write: Write) => Promise<unknown>,
): Promise<ExitStatus> {
  if (typeof options['out'] !== 'string') throw new InputError('--out', {}, 'the file to write')
  if (options['data'] !== undefined && options['server'] !== undefined)
    throw new InputError('--data', {}, 'expected --data or --server, found both')
  const target = resolve(io.cwd, options['out'])
  if (options['data'] === undefined) {
    const body = await ask(io, options, path)
    await writeWhole(target, async (write) => {
      for await (const chunk of body) await write(chunk)
    })
  } else await writeWhole(target, fromData)
  io.out(target)
  return EXIT.done
}

/** The file as the server sends it. Its own failures are no fault of what was asked. */
async function ask(
  io: CommandIo,
  options: CommandOptions,
  path: string,
): Promise<ReadableStream<Uint8Array>> {
  const server = serverOf(options['server'] ?? io.env['KENSHO_URL'])
  const token = io.env['KENSHO_TOKEN']
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : { origin: server }
  const response = await fetch(server + path, { headers, redirect: 'error' }).catch(() => {
    throw new InputError(server, {}, 'a kensho that answers; start one with kensho up')
  })
  if (response.ok && response.body) return response.body
  const found = `status ${response.status}: ${await response.text()}`
  if (response.status >= 500) throw new Error(`${server + path} failed with ${found}`)
  throw new InputError(server + path, {}, `the file, found ${found}`)
}

function serverOf(given: unknown): string {
  const url = typeof given === 'string' && given !== '' ? given : DEFAULT_SERVER
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError('--server', {}, `a URL such as ${DEFAULT_SERVER}, found ${url}`)
  }
  return url.replace(/\/$/, '')
}

/** `kensho ledger relist`: the one projection of the ledger itself, from its facts. */
const relist: Command = {
  name: 'ledger relist',
  describe: 'Make the list of facts anew from the ledger. / 事実の一覧を台帳から作り直す',
  options: [DATA_OPTION, JSON_OPTION],
  run: async (io, _, options) => {
    const { listed, stateSha256 } = await relistData(io, options['data'])
    if (options['json'] === true) io.out(JSON.stringify({ listed, state_sha256: stateSha256 }))
    else io.out(`${listed} ${stateSha256}`)
    return EXIT.done
  },
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
    { flags: '--algorithm <name>', describe: `${ALGORITHMS.join(' or ')}; default: ${ALGORITHMS[0]}` },
    { flags: '--retire <vkey>', describe: 'the key that shall sign no more / 引退させる鍵' },
  ],
  run: async (io, _, options) => {
    const retire = typeof options['retire'] === 'string' ? options['retire'] : undefined
    const given = options['algorithm']
    const algorithm = ALGORITHMS.find((name) => name === given)
    if (given !== undefined && algorithm === undefined)
      throw new InputError('--algorithm', {}, `expected ${ALGORITHMS.join(' or ')}, found ${String(given)}`)
    if (given !== undefined && retire !== undefined)
      throw new InputError('--algorithm', {}, 'expected --algorithm or --retire, found both')
    io.out(await rotateData(io, options['data'], { retire, algorithm }))
    return EXIT.done
  },
}

export const ledgerCommands: Command[] = [verify, exportCommand, prove, relist, reopen, rotate]
