import { QueryClient } from '@tanstack/react-query'
import type { Text } from '../platform/text.ts'

/** Why an answer did not come: `status` is missing where no server answered at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly path: string
  readonly status: number | undefined
  /** Why, in the server's own words, where it gave any. */
  readonly said: Text | undefined

  constructor(path: string, status?: number, said?: Text) {
    super(status === undefined ? `${path}: no server answered` : `${path}: ${status} ${said?.en ?? ''}`)
    this.path = path
    this.status = status
    this.said = said
  }
}

const WAIT_MS_MAX = 30_000
/** The server itself waits up to 30 s for its ledger. */
const SENT_MS_MAX = 40_000

/**
 * Reads one JSON document from our own server. The type is the server's word: routes and pages share it.
 * Throws NoAnswer when no server answers within 30 s, on any status but 2xx, and when the body is not JSON.
 */
export async function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const { body, status } = await answered(path, 'application/json', signal)
  try {
    return JSON.parse(body) as Answer
  } catch {
    throw new NoAnswer(path, status, {
      ja: '返事が JSON ではありません。',
      en: 'The answer is not JSON.',
    })
  }
}

/** Reads a text from our own server, with the same errors. */
export async function readText(path: string, signal?: AbortSignal): Promise<string> {
  return (await answered(path, '*/*', signal)).body
}

async function answered(
  path: string,
  accept: string,
  signal: AbortSignal | undefined,
): Promise<{ body: string; status: number }> {
  const limit = AbortSignal.timeout(WAIT_MS_MAX)
  const response = await fetch(path, {
    headers: { accept },
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new NoAnswer(path)
  })
  const body = await response.text()
  if (!response.ok) throw new NoAnswer(path, response.status, wordsOf(body))
  return { body, status: response.status }
}

/**
 * Sends one JSON document to our own server, with the same errors as reading; the words for a person are in the error's
 * `said`, in both languages.
 */
export async function send<Answer = unknown>(
  path: string,
  body?: unknown,
  method: 'POST' | 'PUT' | 'DELETE' = 'POST',
): Promise<Answer> {
  const response = await fetch(path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(SENT_MS_MAX),
  }).catch(() => {
    throw new NoAnswer(path)
  })
  const text = await response.text()
  if (!response.ok) throw new NoAnswer(path, response.status, wordsOf(text))
  return (text === '' ? {} : JSON.parse(text)) as Answer
}

/** The reason in an error reply of our server; undefined where the body is something else, of a proxy for instance. */
function wordsOf(body: string): Text | undefined {
  let reply: unknown
  try {
    reply = JSON.parse(body)
  } catch {
    return undefined
  }
  type Complaint = { text?: Partial<Text>; expected?: string; place?: { path?: string } }
  const error = (reply as { error?: Complaint } | null)?.error
  const { text, expected, place } = error ?? {}
  if (typeof text?.ja === 'string' && typeof text.en === 'string') return { ja: text.ja, en: text.en }
  if (expected === undefined) return undefined
  const where = place?.path === undefined ? '' : `${place.path}: `
  return {
    ja: `入力を確かめてください（${where}${expected}）。`,
    en: `Please check what you entered (${where}${expected}).`,
  }
}

/**
 * One client for the page. A failed poll keeps what was read before, and the screen says from when it is. It asks even
 * where the browser believes to be offline: not asking would let the past look like the present.
 */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: 1, refetchOnWindowFocus: true, staleTime: 2_000, networkMode: 'always' },
    },
  })
}
