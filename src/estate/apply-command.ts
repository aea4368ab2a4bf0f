import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { hc } from 'hono/client'
import type { Command, CommandIo } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import type { ClientOf } from '../platform/http/route.ts'
import { refusedBy } from '../platform/remote.ts'
import type { WorkspaceReading } from './actions.ts'
import type { Difference } from './difference.ts'
import type { estateRoutes } from './routes.ts'
import { readTarget } from './workspace.ts'

const DEFAULT_SERVER = 'http://localhost:7350'
const LINES_MAX = 200

/** `kensho apply`: sends a workspace folder (or one network file) to a server, after reading and checking it here. */
export function applyCommand(reading: WorkspaceReading): Command {
  return {
    name: 'apply',
    args: '<target>',
    describe:
      'Make a workspace folder, or one network file, the estate of a server. / 作業場をサーバの設備にする',
    options: [
      { flags: '--server <url>', describe: `the server; default: KENSHO_URL or ${DEFAULT_SERVER}` },
      { flags: '--dry-run', describe: 'print the difference and write nothing' },
      { flags: '--json', describe: 'the answer as JSON on standard output' },
    ],
    run: async (io, [target], options) => {
      const server = serverOf(options['server'] ?? io.env['KENSHO_URL'])
      const dry_run = options['dryRun'] === true
      const applied = await send(io, server, { files: await filesToSend(target as string, reading), dry_run })
      if (options['json'] === true) io.out(JSON.stringify(applied))
      else for (const line of told(applied, dry_run)) io.out(line)
      return EXIT.done
    },
  }
}

function serverOf(given: unknown): string {
  const url = typeof given === 'string' && given !== '' ? given : DEFAULT_SERVER
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new InputError('--server', {}, `expected a URL such as ${DEFAULT_SERVER}, found ${url}`)
  return url.replace(/\/$/, '')
}

type Sent = { path: string; content_base64: string }

/** Read and checked here first, so that what is wrong is told with this machine's own file names. */
async function filesToSend(target: string, reading: WorkspaceReading): Promise<Sent[]> {
  const workspace = await readTarget(target, reading.collections)
  const isFolder = (await stat(target)).isDirectory()
  reading.assertUsable(workspace, { root: target })
  const { files } = workspace
  return Promise.all(
    files.map(async ({ path }) => ({
      path: isFolder ? path : basename(path),
      content_base64: (await readFile(isFolder ? join(target, path) : path)).toString('base64'),
    })),
  )
}

type Answer = { revision?: string; written: boolean; difference: Difference }

async function send(
  io: CommandIo,
  server: string,
  json: { files: Sent[]; dry_run: boolean },
): Promise<Answer> {
  const token = io.env['KENSHO_TOKEN']
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : { origin: server }
  const client = hc<ClientOf<ReturnType<typeof estateRoutes>>>(server, { headers })
  const response = await client.api.estate.apply.$post({ json }).catch((problem: Error) => {
    throw new InputError(
      server,
      {},
      `expected a kensho that answers, found none (${causeOf(problem)}); start one with kensho up`,
    )
  })
  if (response.ok) return response.json()
  throw refused(server, response.status, await response.text())
}

function causeOf(problem: Error): string {
  const { cause } = problem
  return cause instanceof Error && 'code' in cause ? String(cause.code) : problem.message
}

/** The server's complaint in our own terms: an input error keeps its file and place. */
function refused(server: string, status: number, body: string): Error {
  type Complaint = { error?: { file?: string; place?: object; expected?: string; text?: { en: string } } }
  let complaint: Complaint = {}
  try {
    complaint = JSON.parse(body) as Complaint
  } catch {
    // Not from kensho: a proxy's page says nothing that can be used.
    if (status >= 500) return new Error(`${server} failed with ${status}`)
    return new InputError(server, {}, `expected kensho's answer, found status ${status}`)
  }
  const { file, place, expected, text } = complaint.error ?? {}
  // The server's own failure says nothing against what was sent.
  if (status >= 500) return new Error(`${server} failed with ${status}: ${text?.en ?? body.slice(0, 200)}`)
  if (file !== undefined && expected !== undefined) return new InputError(file, place ?? {}, expected)
  return refusedBy(server, status, text?.en ?? body.slice(0, 200))
}

function told({ revision, written, difference }: Answer, dryRun: boolean): string[] {
  const { added, changed, removed } = difference
  const lines = [
    ...added.map(({ collection, id }) => `+ ${collection} ${id}`),
    ...changed.map(
      ({ collection, id, field, before, after }) =>
        `~ ${collection} ${id} ${field}: ${before || '(nothing)'} → ${after || '(nothing)'}`,
    ),
    ...removed.map(({ collection, id }) => `- ${collection} ${id}`),
  ]
  const shown = lines.slice(0, LINES_MAX)
  if (lines.length > shown.length) shown.push(`… and ${lines.length - shown.length} more`)
  const counts = `${added.length} added, ${changed.length} changed, ${removed.length} removed`
  const outcome = written
    ? `revision ${revision} stands now`
    : dryRun
      ? 'nothing was written'
      : `nothing to do, revision ${revision} stands`
  return [...shown, `${counts}; ${outcome}`]
}
