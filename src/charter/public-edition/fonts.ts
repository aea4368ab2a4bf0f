import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

/** One face that an edition brings along: `range` says for which characters, absent for all. */
export type Face = { family: string; weight: 400 | 600 | 700; file: string; range?: string }

type Source = Face & { from: string }

/** Japanese faces hold no Latin letters, so a family is two files; the range keeps each to its own. */
const LATIN =
  'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215'

const SOURCES: readonly Source[] = [
  ...japanese('Shippori Mincho', 'shippori-mincho', 400),
  ...japanese('Shippori Mincho', 'shippori-mincho', 600),
  ...japanese('BIZ UDPGothic', 'biz-udpgothic', 400),
  ...japanese('BIZ UDPGothic', 'biz-udpgothic', 700),
  latin('Source Serif 4', 'source-serif-4', 400),
  latin('Source Serif 4', 'source-serif-4', 600),
  latin('Source Sans 3', 'source-sans-3', 400),
  latin('Source Sans 3', 'source-sans-3', 700),
  latin('IBM Plex Mono', 'ibm-plex-mono', 400),
]

export const FACES: readonly Face[] = SOURCES.map(({ from: _from, ...face }) => face)

const WITHIN_MS = 120_000

/** The fonts of an edition, cut down to the characters that its pages show; by file name. */
export async function subsetFonts(text: string): Promise<Map<string, Buffer>> {
  const resolve = createRequire(import.meta.url).resolve
  const characters = [...new Set(text)].toSorted().join('')
  const paths = SOURCES.map(({ from }) => resolve(from))
  const thread = new Worker(new URL('./subset-thread.ts', import.meta.url), {
    workerData: { paths, characters },
  })
  const cut: Buffer[] = []
  const done = new Promise<void>((finished, failed) => {
    const timer = setTimeout(() => failed(new Error('the fonts were not cut down in time')), WITHIN_MS)
    thread.on('message', (bytes: Uint8Array) => cut.push(Buffer.from(bytes)))
    thread.once('error', failed)
    thread.once('exit', () => (clearTimeout(timer), finished()))
  })
  try {
    await done
  } finally {
    await thread.terminate()
  }
  if (cut.length !== SOURCES.length) throw new Error(`${cut.length} of ${SOURCES.length} fonts were cut down`)
  return new Map(SOURCES.map(({ file }, nth) => [file, cut[nth]!]))
}

function latin(family: string, name: string, weight: Face['weight']): Source {
  const file = `${name}-latin-${weight}.woff2`
  return { family, weight, file, from: `@fontsource/${name}/files/${name}-latin-${weight}-normal.woff2` }
}

/** The Latin part stands last: of two faces that have a character, browsers take the later one. */
function japanese(family: string, name: string, weight: Face['weight']): Source[] {
  const file = `${name}-japanese-${weight}.woff2`
  const from = `@fontsource/${name}/files/${name}-japanese-${weight}-normal.woff2`
  return [
    { family, weight, file, from },
    { ...latin(family, name, weight), range: LATIN },
  ]
}
