import type { CommandIo, CommandOptions } from './command.ts'
import { InputError, type Place } from './failure.ts'

const DEFAULT_SERVER = 'http://localhost:7350'
const ANSWER_MS_MAX = 60_000

/** The option that names a server, the same for every command that asks one. */
export const SERVER_OPTION = {
  flags: '--server <url>',
  describe: `the server; default: KENSHO_URL or ${DEFAULT_SERVER}`,
}

type Asked = {
  /** Absent: POST with a body, GET without. */
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  path: string
  query?: Record<string, string | undefined>
  body?: { type: string; content: Uint8Array }
}

/**
 * Asks a running kensho, as the bearer of KENSHO_TOKEN where there is one, and returns the text of its answer. What it
 * refuses comes back as an InputError: one about the body keeps its place, under the name `file` of what was sent.
 */
export async function ask(
  io: CommandIo,
  options: CommandOptions,
  asked: Asked,
  file = 'body',
): Promise<string> {
  return (await answered(io, options, asked, file)).text()
}

/** The same for an answer that is no text. */
export async function askBytes(io: CommandIo, options: CommandOptions, asked: Asked): Promise<Uint8Array> {
  return new Uint8Array(await (await answered(io, options, asked, 'body')).arrayBuffer())
}

async function answered(
  io: CommandIo,
  options: CommandOptions,
  asked: Asked,
  file: string,
): Promise<Response> {
  const server = serverOf(options['server'] ?? io.env['KENSHO_URL'])
  const url = new URL(`${server}${asked.path}`)
  for (const [name, value] of Object.entries(asked.query ?? {}))
    if (value !== undefined) url.searchParams.set(name, value)
  const token = io.env['KENSHO_TOKEN']
  const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : { origin: server }
  const method = asked.method ?? (asked.body === undefined ? 'GET' : 'POST')
  const sent = asked.body && {
    headers: { ...headers, 'content-type': asked.body.type },
    body: Buffer.from(asked.body.content),
  }
  const response = await fetch(url, {
    method,
    headers,
    ...sent,
    signal: AbortSignal.timeout(ANSWER_MS_MAX),
  }).catch((problem: Error) => {
    throw new InputError(
      server,
      {},
      `expected a kensho that answers, found none (${causeOf(problem)}); start one with kensho up`,
    )
  })
  if (response.ok) return response
  throw refused(server, response.status, await response.text(), file)
}

function serverOf(given: unknown): string {
  const url = typeof given === 'string' && given !== '' ? given : DEFAULT_SERVER
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new InputError('--server', {}, `expected a URL such as ${DEFAULT_SERVER}, found ${url}`)
  return url.replace(/\/$/, '')
}

function causeOf(problem: Error): string {
  const { cause } = problem
  return cause instanceof Error && 'code' in cause ? String(cause.code) : problem.message
}

/** That a server refused in so many words; who has to sign in is told how a command does. */
export function refusedBy(server: string, status: number, words: string): InputError {
  const answer = `the server answered ${status}: ${words}`
  return new InputError(server, {}, status === 401 ? `${answer} ${TOKEN_HINT}` : answer)
}

const TOKEN_HINT =
  'A command does so by a token in KENSHO_TOKEN: `kensho claim LINK --name NAME` makes the first from the link that `kensho up` prints; others are made in the browser, on one’s own page (/me).'

type Complaint = { error?: { file?: string; place?: Place; expected?: string; text?: { en: string } } }

function refused(server: string, status: number, body: string, file: string): InputError {
  let complaint: Complaint
  try {
    complaint = JSON.parse(body) as Complaint
  } catch (problem) {
    if (!(problem instanceof SyntaxError)) throw problem
    return new InputError(server, {}, `expected kensho's answer, found status ${status}`)
  }
  const { file: told, place, expected, text } = complaint.error ?? {}
  if (told !== undefined && expected !== undefined)
    return new InputError(told === 'body' ? file : told, place ?? {}, expected)
  return refusedBy(server, status, text?.en ?? body.slice(0, 200))
}
