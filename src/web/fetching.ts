import { QueryClient } from '@tanstack/react-query'

/** Why an answer did not come: `status` is missing where no server answered at all. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly path: string
  readonly status: number | undefined
  readonly said: string | undefined

  constructor(path: string, status?: number, said?: string) {
    super(status === undefined ? `${path}: no server answered` : `${path}: ${status} ${said ?? ''}`)
    this.path = path
    this.status = status
    this.said = said
  }
}

const WAIT_MS_MAX = 30_000

/**
 * Reads one JSON document from our own server. The type is the server's word: routes and pages share it.
 * Throws NoAnswer when no server answers within 30 s, on any status but 2xx, and when the body is not JSON.
 */
export async function read<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  const limit = AbortSignal.timeout(WAIT_MS_MAX)
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
  }).catch((error: unknown) => {
    if (signal?.aborted === true) throw error
    throw new NoAnswer(path)
  })
  const body = await response.text()
  if (!response.ok) throw new NoAnswer(path, response.status, body.slice(0, 300))
  try {
    return JSON.parse(body) as Answer
  } catch {
    throw new NoAnswer(path, response.status, 'not JSON')
  }
}

/** One client for the page. A failed poll keeps what was read before; the screen says from when it is. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: { queries: { retry: 1, refetchOnWindowFocus: true, staleTime: 2_000 } },
  })
}
