import { mkdir, mkdtemp, readdir, rename, rm, rmdir, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Command } from '../../platform/command.ts'
import { EXIT, InputError } from '../../platform/failure.ts'
import { askBytes, SERVER_OPTION } from '../../platform/remote.ts'

/** `kensho public export FOLDER`: the published edition as files that any web server, or none, can show. */
export const exportCommand: Command = {
  name: 'public export',
  args: '<folder>',
  describe:
    'Write the published edition of the charter as static files. / 公開版を静的なファイルとして書き出す',
  options: [SERVER_OPTION, { flags: '--json', describe: 'what was written as JSON on standard output' }],
  run: async (io, args, options) => {
    const folder = resolve(io.cwd, String(args[0]))
    await assertFree(folder)
    const bytes = await askBytes(io, options, { path: '/api/public-edition/export' })
    const { unzippedEdition } = await import('./zip.ts')
    const files = await unzippedEdition(bytes)
    await writeWhole(folder, files)
    const written = [...files].map(([name, content]) => ({ name, bytes: content.length }))
    if (options['json'] === true) io.out(JSON.stringify({ folder, files: written }))
    else for (const { name, bytes: size } of written) io.out(`${join(folder, name)}  ${size}`)
    return EXIT.done
  },
}

/** What stands in a folder already is never mixed with an edition. */
async function assertFree(folder: string): Promise<void> {
  const inside = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw new InputError(folder, {}, 'expected a folder, found something else')
  })
  if (inside.length > 0)
    throw new InputError(folder, {}, `expected an empty or new folder, found ${inside[0]} in it`)
}

/** Written beside and moved: there is either the whole edition or nothing. */
async function writeWhole(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true })
  const beside = await mkdtemp(`${folder}.`)
  try {
    for (const [name, content] of files) {
      if (!/^[a-z0-9.-]+$/.test(name))
        throw new InputError(name, {}, 'expected the name of a file of an edition')
      await writeFile(join(beside, name), content)
    }
    await rmdir(folder).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error
    })
    await rename(beside, folder)
  } finally {
    await rm(beside, { recursive: true, force: true })
  }
}
