import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command, CommandIo, CommandOptions } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import { readTarget } from '../estate/workspace.ts'
import { workspaceCollections } from './composition.ts'
import { check } from './check.ts'
import type { Control } from './control.ts'
import { instantOption } from './instant-option.ts'
import { OSCAL_MODELS, oscalText, type OscalModel } from './oscal-text.ts'
import { ask, SERVER_OPTION } from './remote.ts'
import { isoOption } from './verdicts-command.ts'

/**
 * `kensho oscal`: the charter, or how it stands, in OSCAL 1.1.3. The same documents and instant, or the same head of a
 * server’s ledger, give the same bytes.
 */
export function oscalCommand(controls: readonly Control[]): Command {
  return {
    name: 'oscal',
    args: '[target]',
    describe: 'Export how the charter stands in OSCAL 1.1.3. / 憲章の判定を OSCAL 1.1.3 で書き出す',
    options: [
      { flags: '--out <file>', describe: 'where to write it' },
      {
        flags: '--model <model>',
        describe: 'assessment-results (default), catalog or plan-of-action-and-milestones',
      },
      SERVER_OPTION,
      { flags: '--at <instant>', describe: 'judge as at this instant (ISO 8601 with offset); default: now' },
      { flags: '--known <instant>', describe: 'count only what was received by then' },
    ],
    run: async (io, [target], options) => {
      const { out } = options
      const model = OSCAL_MODELS.find((known) => known === (options['model'] ?? 'assessment-results'))
      if (typeof out !== 'string') throw new InputError('--out', {}, 'expected a file to write to')
      if (model === undefined)
        throw new InputError(
          '--model',
          {},
          `expected ${OSCAL_MODELS.join(' or ')}, found ${String(options['model'])}`,
        )
      const text =
        typeof target === 'string'
          ? await exportedOffline(io, controls, target, model, options)
          : await ask(io, options, {
              path: `/api/oscal/${model}`,
              query: { at: isoOption('--at', options['at']), known: isoOption('--known', options['known']) },
            })
      await writeFile(path.resolve(io.cwd, out), text).catch((problem: NodeJS.ErrnoException) => {
        throw new InputError(
          out,
          {},
          `expected a file that can be written, found ${problem.code ?? problem.message}`,
        )
      })
      return EXIT.done
    },
  }
}

async function exportedOffline(
  io: CommandIo,
  controls: readonly Control[],
  target: string,
  model: OscalModel,
  options: CommandOptions,
): Promise<string> {
  const nowMs = io.clock.now()
  const atMs = instantOption('--at', options['at']) ?? nowMs
  const knownMs = instantOption('--known', options['known']) ?? Math.max(nowMs, atMs)
  const workspace = await readTarget(target, workspaceCollections())
  return oscalText(model, check(workspace, controls, atMs, { knownMs, root: target }))
}
