import { createHash } from 'node:crypto'
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the browser's files are made from. Times and sizes are enough: a hash of contents would read them all. */
const SOURCES = ['src', 'vite.config.ts', 'package-lock.json']

/**
 * Builds the browser's files into dist/web unless what stands there was made from these very sources. A folder that
 * cannot be written but holds a build is served as it is.
 */
export async function builtWeb(root: string, say: (line: string) => void): Promise<void> {
  const stamp = join(root, 'dist', 'web.stamp')
  const wanted = fingerprint(root)
  if (read(stamp) === wanted) return
  say('kensho: building the browser files …')
  // Built beside and moved: a start at the same moment never serves half a build.
  const built = join(root, 'dist', `web.${process.pid}`)
  const old = `${built}.old`
  try {
    await vite(root, built)
    if (existsSync(join(root, 'dist', 'web'))) renameSync(join(root, 'dist', 'web'), old)
    renameSync(built, join(root, 'dist', 'web'))
    writeFileSync(stamp, wanted)
  } finally {
    for (const folder of [built, old]) rmSync(folder, { recursive: true, force: true })
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (problem) {
    if ((problem as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw problem
  }
}

function fingerprint(root: string): string {
  const hash = createHash('sha256')
  const add = (path: string): void => {
    const stat = statSync(join(root, path))
    if (stat.isDirectory()) for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`)
    else if (!path.endsWith('.test.ts')) hash.update(`${path} ${stat.size} ${stat.mtimeMs}\n`)
  }
  for (const source of SOURCES) add(source)
  return hash.digest('hex')
}

async function vite(root: string, outDir: string): Promise<void> {
  const program = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  const child = spawn(
    process.execPath,
    [program, 'build', '--logLevel', 'warn', '--emptyOutDir', '--outDir', outDir],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let complaint = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (complaint = (complaint + String(chunk)).slice(-4000)))
  const status = await new Promise((done, failed) => child.once('error', failed).once('close', done))
  if (status !== 0) throw new Error(`the browser files could not be built:\n${complaint}`)
}
