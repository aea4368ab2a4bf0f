import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'

/** Serves the built browser files: given the path and headers of a GET or HEAD, an answer or undefined. */
export type WebFiles = {
  answer: (path: string, headers: Headers, method?: 'GET' | 'HEAD') => Response | undefined
  count: number
}

type Stored = { file: string; type: string; etag: string; sizeBytes: number; encodings: Map<string, string> }

const TYPES: { [extension: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
}

/** Precompressed siblings, the better one first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

const FILES_MAX = 5000
/** Vite puts what it has named by content hash here. */
const HASHED_FOLDER = '/assets/'

/**
 * Reads the folder once: later only the paths found now are answered, so that no request path ever becomes a file
 * name. Paths of the app itself (no file of that name, no file's extension) get index.html. A missing folder has no files.
 */
export async function readWebFiles(folder: URL): Promise<WebFiles> {
  const root = fileURLToPath(folder)
  const stored = new Map<string, Stored>()
  const names = await namesIn(root)
  if (names.length > FILES_MAX) throw new Error(`${root} has ${names.length} files, more than ${FILES_MAX}`)
  const all = new Set(names)
  for (const name of names) {
    if (ENCODINGS.some(([, suffix]) => name.endsWith(suffix) && all.has(name.slice(0, -suffix.length))))
      continue
    stored.set(name, await storedFile(root, name, all))
  }
  return { count: stored.size, answer: (...request) => answerFrom(stored, ...request) }
}

async function namesIn(root: string): Promise<string[]> {
  try {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    return files.map((entry) => `/${relative(root, join(entry.parentPath, entry.name)).split(sep).join('/')}`)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

async function storedFile(root: string, name: string, all: ReadonlySet<string>): Promise<Stored> {
  const file = join(root, name)
  const bytes = await readFile(file)
  const encodings = ENCODINGS.filter(([, suffix]) => all.has(name + suffix))
  return {
    file,
    type: TYPES[extname(name)] ?? 'application/octet-stream',
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 27),
    sizeBytes: bytes.length,
    encodings: new Map(encodings.map(([encoding, suffix]) => [encoding, file + suffix])),
  }
}

function answerFrom(
  stored: ReadonlyMap<string, Stored>,
  path: string,
  headers: Headers,
  method: 'GET' | 'HEAD' = 'GET',
): Response | undefined {
  // A clause's number has a dot too (/clauses/2.1): only an extension that files have makes a path one of a file.
  const isAppPath = !path.startsWith(HASHED_FOLDER) && TYPES[extname(path)] === undefined
  const found = stored.get(path) ?? (isAppPath ? stored.get('/index.html') : undefined)
  if (!found) return undefined
  const [encoding, file] = chosenEncoding(found, headers.get('accept-encoding') ?? '')
  const etag = `"${found.etag}${encoding === undefined ? '' : `-${encoding}`}"`
  const answer = new Headers({
    etag,
    vary: 'accept-encoding',
    'content-type': found.type,
    'cache-control': path.startsWith(HASHED_FOLDER) ? 'public, max-age=31536000, immutable' : 'no-cache',
  })
  const known = (headers.get('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  if (known.includes(etag)) return new Response(null, { status: 304, headers: answer })
  if (encoding === undefined) answer.set('content-length', String(found.sizeBytes))
  else answer.set('content-encoding', encoding)
  // A HEAD answer's body would never be read, and its file never closed.
  if (method === 'HEAD') return new Response(null, { headers: answer })
  return new Response(Readable.toWeb(createReadStream(file)) as ReadableStream, { headers: answer })
}

function chosenEncoding(stored: Stored, accepted: string): [encoding: string | undefined, file: string] {
  const refused = /;\s*q=0(?:\.0*)?\s*$/
  const offers = accepted.split(',').filter((offer) => !refused.test(offer))
  const names = new Set(offers.map((offer) => offer.split(';')[0]?.trim().toLowerCase()))
  for (const [encoding, file] of stored.encodings) if (names.has(encoding)) return [encoding, file]
  return [undefined, stored.file]
}
