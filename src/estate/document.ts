import { open, stat } from 'node:fs/promises'
import { InputError } from '../platform/failure.ts'
import type { Place } from '../platform/failure.ts'
import { offsetOfJsonPath, parseJson } from './json.ts'
import type { PathPart } from './json.ts'
import { FILE_SIZE_BYTES_MAX, placeOfByte } from './text-bytes.ts'
import { parseYaml } from './yaml.ts'

/** A YAML or JSON file after reading: plain values, and where each of them stands. */
export type Document = {
  file: string
  syntax: 'json' | 'yaml'
  value: unknown
  /** Line and column of the value at a path, found only when asked, as errors are rare. */
  placeOf: (path: readonly PathPart[]) => Place
  /** How a number was written where YAML lost it: `7.10`, `007`. Undefined in JSON. */
  writtenAt: (path: readonly PathPart[]) => string | undefined
}

/**
 * Reads YAML 1.2 or JSON. Refused with InputError: other bytes than UTF-8, more than 64 levels, a key twice, aliases
 * that grow out of hand, several YAML documents in one file. JSON is told by its first character; text that is no
 * JSON may still be YAML's flow style, unless the file calls itself .json.
 */
export function readDocument(file: string, bytes: Uint8Array): Document {
  checkSize(file, bytes.length)
  if (!looksLikeJson(bytes)) return readYaml(file, bytes)
  try {
    return { ...jsonPlaces(file, bytes), value: parseJson(file, bytes) }
  } catch (problem) {
    if (file.toLowerCase().endsWith('.json') || !(problem instanceof InputError)) throw problem
    return yamlOr(problem, file, bytes)
  }
}

/** The places of a JSON file without its values, for readers that take the values one by one. */
export function jsonPlaces(file: string, bytes: Uint8Array): Document {
  return {
    file,
    syntax: 'json',
    value: undefined,
    placeOf: (path) => placeOfByte(bytes, offsetOfJsonPath(file, bytes, path)),
    writtenAt: () => undefined,
  }
}

/** YAML is slow to parse, and what a file is must be known before it is read: the same bytes are parsed once. */
const parsed = new WeakMap<Uint8Array, Document>()

function readYaml(file: string, bytes: Uint8Array): Document {
  const known = parsed.get(bytes)
  if (known?.file === file) return known
  const document = parseYaml(file, bytes)
  parsed.set(bytes, document)
  return document
}

function yamlOr(problem: InputError, file: string, bytes: Uint8Array): Document {
  try {
    return readYaml(file, bytes)
  } catch (second) {
    throw second instanceof InputError ? problem : second
  }
}

/** True when the first character after space is that of a JSON object or array. */
export function looksLikeJson(bytes: Uint8Array): boolean {
  const first = bytes.find((byte, index) => byte > 0x20 && !(index < 3 && byte >= 0xbb))
  return first === 0x7b || first === 0x5b
}

/** Reads a file after looking at its size, so that one of 200 MB is refused at once. */
export async function readBounded(path: string, shownAs = path): Promise<Uint8Array> {
  const found = await stat(path).catch((problem: NodeJS.ErrnoException) => {
    throw new InputError(
      shownAs,
      {},
      `expected a file that can be read, found ${problem.code ?? problem.message}`,
    )
  })
  if (!found.isFile()) throw new InputError(shownAs, {}, 'expected a file, found something else')
  checkSize(shownAs, found.size)
  const handle = await open(path, 'r').catch((problem: NodeJS.ErrnoException) => {
    throw new InputError(
      shownAs,
      {},
      `expected a file that can be read, found ${problem.code ?? problem.message}`,
    )
  })
  try {
    const bytes = Buffer.allocUnsafeSlow(found.size)
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await handle.close()
  }
}

export function checkSize(file: string, sizeBytes: number): void {
  if (sizeBytes <= FILE_SIZE_BYTES_MAX) return
  const limit = FILE_SIZE_BYTES_MAX.toLocaleString('en')
  throw new InputError(file, {}, `expected at most ${limit} bytes, found ${sizeBytes.toLocaleString('en')}`)
}
