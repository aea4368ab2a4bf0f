import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import { readTarget } from '../estate/workspace.ts'
import { workspaceCollections } from './composition.ts'
import { check } from './check.ts'
import type { Control } from './control.ts'
import { instantOption } from './instant-option.ts'
import { danglingIn, oscalCatalog, oscalResults } from './oscal.ts'

/** `kensho oscal`: the charter, or how it stands, in OSCAL 1.1.3. The same documents and instant give the same bytes. */
export function oscalCommand(controls: readonly Control[]): Command {
  return {
    name: 'oscal',
    args: '<target>',
    describe: 'Export how the charter stands in OSCAL 1.1.3. / 憲章の判定を OSCAL 1.1.3 で書き出す',
    options: [
      { flags: '--out <file>', describe: 'where to write it' },
      { flags: '--model <model>', describe: 'assessment-results (default) or catalog' },
      { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
    ],
    run: async (io, [target], options) => {
      const { out, model = 'assessment-results' } = options
      if (typeof out !== 'string') throw new InputError('--out', {}, 'expected a file to write to')
      if (model !== 'assessment-results' && model !== 'catalog')
        throw new InputError('--model', {}, `expected assessment-results or catalog, found ${String(model)}`)
      const nowMs = io.clock.now()
      const atMs = instantOption('--at', options['at']) ?? nowMs
      const workspace = await readTarget(target as string, workspaceCollections())
      const judging = { knownMs: Math.max(nowMs, atMs), root: target as string }
      const conformance = check(workspace, controls, atMs, judging)
      const catalog = oscalCatalog(conformance)
      const results = oscalResults(conformance)
      const dangling = danglingIn(results, catalog)
      if (dangling.length > 0) throw new Error(`the export would not hold together: ${dangling.join('; ')}`)
      const document = model === 'catalog' ? catalog : results
      await writeFile(path.resolve(io.cwd, out), `${JSON.stringify(document, null, 2)}\n`).catch(
        (problem: NodeJS.ErrnoException) => {
          throw new InputError(
            out,
            {},
            `expected a file that can be written, found ${problem.code ?? problem.message}`,
          )
        },
      )
      return EXIT.done
    },
  }
}
