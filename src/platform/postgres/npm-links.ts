import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, posix, relative } from 'node:path'
import { InputError } from '../failure.ts'
import type { Binaries } from './binaries.ts'

/** One link of pg-symlinks.json: `target` is to point at `source`, both relative to the package. */
export type LibraryLink = { source: string; target: string }

/** Throws InputError when the content is not a list of links that stay inside the package's `native` folder. Pure. */
export function parseLinks(file: string, content: string): LibraryLink[] {
  const value: unknown = JSON.parse(content)
  if (!Array.isArray(value)) throw new InputError(file, {}, 'a list of { source, target }')
  return value.map((entry: unknown, index) => {
    const link = entry as Partial<LibraryLink> | null
    if (!isInside(link?.source) || !isInside(link?.target)) {
      throw new InputError(file, { path: `[${index}]` }, 'source and target below native/')
    }
    return { source: link?.source ?? '', target: link?.target ?? '' }
  })
}

function isInside(path: unknown): boolean {
  return typeof path === 'string' && posix.normalize(path).startsWith('native/')
}

/**
 * Makes the library links of the npm binaries: npm packs no links, and the package's own install script does not
 * run. Returns how many were missing. A link that is right stays; two starts at once do each other no harm.
 */
export function makeLinks(packageFolder: string): number {
  const file = join(packageFolder, 'native', 'pg-symlinks.json')
  let made = 0
  for (const link of parseLinks(file, readFileSync(file, 'utf8'))) {
    const target = join(packageFolder, link.target)
    const wanted = relative(dirname(target), join(packageFolder, link.source))
    if (isRight(target, wanted)) continue
    const fresh = `${target}.new-${process.pid}`
    rmSync(fresh, { force: true })
    symlinkSync(wanted, fresh)
    renameSync(fresh, target)
    made++
  }
  return made
}

function isRight(target: string, wanted: string): boolean {
  const found = lstatSync(target, { throwIfNoEntry: false })
  return found !== undefined && found.isSymbolicLink() && readlinkSync(target) === wanted
}

/**
 * Makes npm binaries startable and returns where they are: in node_modules when we may write there, else in a
 * complete copy (60 MB) below `copyFolder`. Binaries of the system come back as they are.
 */
export function readyBinaries(binaries: Binaries, copyFolder: string, log: (line: string) => void): Binaries {
  if (binaries.origin === 'system') return binaries
  const packageFolder = dirname(dirname(binaries.binFolder))
  try {
    makeLinks(packageFolder)
    return binaries
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code !== 'EACCES' && code !== 'EROFS' && code !== 'EPERM') throw error
  }
  const copy = join(copyFolder, binaries.version)
  if (!existsSync(copy)) {
    log(`PostgreSQL ${binaries.version}: ${packageFolder} cannot be written, copying it to ${copy}`)
    const fresh = `${copy}.new-${process.pid}`
    rmSync(fresh, { recursive: true, force: true })
    mkdirSync(fresh, { recursive: true })
    cpSync(join(packageFolder, 'native'), join(fresh, 'native'), { recursive: true, verbatimSymlinks: true })
    // A read-only folder may have been copied as one.
    chmodSync(join(fresh, 'native', 'lib'), 0o755)
    makeLinks(fresh)
    renameSync(fresh, copy)
  }
  return { ...binaries, binFolder: join(copy, 'native', 'bin') }
}
