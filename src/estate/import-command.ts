import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Command } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import type { ExitStatus } from '../platform/failure.ts'
import { readBounded, readDocument } from './document.ts'
import { ESTATE_SHAPES } from './estate-shape.ts'
import { importFile } from './import-file.ts'
import type { Import } from './import-file.ts'
import { isMapping, mismatch } from './shape.ts'
import type { TableMapping } from './tables/read-table.ts'
import { workspaceDocuments } from './workspace.ts'
import type { CollectionReaders } from './workspace-content.ts'

const LINES_MAX = 200

/** `kensho import`: turns a foreign file into a document of a workspace folder, after showing what it would change. */
export function importCommand(collections: CollectionReaders): Command {
  return {
    name: 'import',
    args: '<file>',
    describe:
      'Import a network or table (GraphML, RFC 8345, node-link, Net2Plan, NetBox, CSV, XLSX) into a workspace folder. / ネットワークや表を作業場に取り込む',
    options: [
      { flags: '--into <dir>', describe: 'the workspace folder; it is made when it is not there' },
      { flags: '--mapping <file>', describe: 'a document with the mapping of the columns, for CSV and XLSX' },
      { flags: '--as <name>', describe: 'name of the document under imports/; default: that of the file' },
      { flags: '--replace', describe: 'overwrite a document that was made or edited by hand' },
      { flags: '--dry-run', describe: 'print the difference and write nothing' },
      { flags: '--json', describe: 'the difference and the findings as JSON on standard output' },
    ],
    run: async (io, [file], options) => {
      const dir = options['into']
      if (typeof dir !== 'string' || dir === '')
        throw new InputError('--into', {}, 'expected the workspace folder to import into')
      const mappingPath = options['mapping']
      const found = await importFile({
        file: file as string,
        bytes: await readBounded(file as string),
        dir,
        standing: await workspaceDocuments(dir),
        ...(typeof mappingPath === 'string' && { mapping: await mappingIn(mappingPath) }),
        ...(typeof options['as'] === 'string' && { as: options['as'] }),
        replace: options['replace'] === true,
        collections,
      })
      if (options['json'] === true) io.out(JSON.stringify(asJson(found, dir)))
      else for (const line of told(found, dir)) io.out(line)
      if (options['dryRun'] !== true && found.changes) {
        await write(dir, found)
        io.err(`written: ${join(dir, found.path)}`)
      }
      return statusOf(found)
    },
  }
}

/** Findings that touch something leave it unknown. */
function statusOf({ findings }: Import): ExitStatus {
  return findings.some(({ touches }) => touches.length > 0) ? EXIT.unknown : EXIT.done
}

/** The only mapping of a document, which may stand alone or under `mappings`. */
async function mappingIn(path: string): Promise<TableMapping> {
  const document = readDocument(path, await readBounded(path))
  const list = isMapping(document.value) ? document.value['mappings'] : undefined
  if (!Array.isArray(list)) return ESTATE_SHAPES.mappings.read(document.value, { document, path: [] })
  if (list.length !== 1)
    return mismatch({ document, path: ['mappings'] }, 'one mapping', list, `${list.length}`)
  return ESTATE_SHAPES.mappings.read(list[0], { document, path: ['mappings', 0] })
}

function asJson({ format, path, difference, findings, changes }: Import, dir: string): object {
  return { format, document: join(dir, path), changes, difference, findings }
}

/** Findings are told by their text, not as elements that came or went. */
const isElement = ({ collection }: { collection: string }): boolean => collection !== 'findings'

function* told({ format, difference, findings, changes }: Import, dir: string): Generator<string> {
  const { added, changed, removed } = difference
  yield `${format} → ${dir}: ${added.length} added / 追加, ${changed.length} changed / 変更, ${removed.length} removed / 削除`
  const lines = [
    ...added.filter(isElement).map(({ collection, id }) => `+ ${collection} ${id}`),
    ...changed.map(
      ({ collection, id, field, before, after }) =>
        `~ ${collection} ${id} ${field}: ${before || '∅'} → ${after || '∅'}`,
    ),
    ...removed.filter(isElement).map(({ collection, id }) => `- ${collection} ${id}`),
    ...findings.map(({ place, text }) => `? ${place}: ${text.en} / ${text.ja}`),
  ]
  yield* lines.slice(0, LINES_MAX)
  if (lines.length > LINES_MAX)
    yield `… ${lines.length - LINES_MAX} more / ほか ${lines.length - LINES_MAX} 件`
  if (!changes) yield 'nothing changes / 変更はありません'
}

/** Whole or not at all: written beside its place, then renamed. */
async function write(dir: string, { path, text, replaces }: Import): Promise<void> {
  const target = join(dir, path)
  await mkdir(dirname(target), { recursive: true })
  const draft = join(dirname(target), `.${process.pid}.draft`)
  const handle = await open(draft, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draft, target)
  if (replaces !== undefined) await rm(join(dir, replaces))
}
