import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { seedDemo } from './demo/seed.ts'
import type { Command } from './platform/command.ts'
import { InputError } from './platform/failure.ts'
import type { PlatformModule } from './platform/module.ts'
import { builtWeb } from './web-build.ts'
import { newOwnerCode } from './people/sign-in/owner.ts'
import { up } from './up.ts'

/** `kensho up`: everything in one process tree; the first start shows the demo operator unless told otherwise. */
export function upCommand(modules: readonly PlatformModule[]): Command {
  return {
    name: 'up',
    describe: 'Serve the web, the API and the workers. / 画面・API・作業をまとめて動かす',
    options: [
      {
        flags: '--demo',
        describe: 'put the demo operator into an empty installation (the default at the first start)',
      },
      { flags: '--empty', describe: 'start without the demo operator' },
      { flags: '--data <dir>', describe: 'the data folder; default: KENSHO_DATA or .kensho in the checkout' },
      { flags: '--port <n>', describe: 'the port; default: KENSHO_PORT or 7350; 0 takes any free one' },
    ],
    run: async (io, _, options) => {
      if (options['demo'] === true && options['empty'] === true)
        throw new InputError('--demo', {}, 'expected --demo or --empty, found both')
      await builtWeb(fileURLToPath(new URL('..', import.meta.url)), io.err)
      return up({
        ...(typeof options['data'] === 'string' && { dataDir: resolve(io.cwd, options['data']) }),
        ...(typeof options['port'] === 'string' && { port: portOf(options['port']) }),
        seed: options['demo'] === true ? 'demo' : options['empty'] === true ? 'empty' : undefined,
        modules,
        io,
        prepare: async (ctx, seed) => {
          await seedDemo(ctx, seed)
          return ownerLines(await newOwnerCode(ctx), ctx.config.origin)
        },
      })
    },
  }
}

/** For whoever started it, on standard error and nowhere else: how to become the first owner. */
function ownerLines(code: string | undefined, origin: string | undefined) {
  if (code === undefined) return undefined
  return (url: string) => [
    'Nobody owns this installation yet. Open this link once, within a day, to become its owner:',
    'まだ誰もこのインストールの責任者ではありません。次のリンクを一日以内に一度だけ開いて、責任者になってください。',
    `  ${origin ?? url}/welcome#${code}`,
  ]
}

function portOf(written: string): number {
  const port = /^\d{1,5}$/.test(written) ? Number(written) : Number.NaN
  if (!(port <= 65_535))
    throw new InputError('--port', {}, `expected a port from 0 to 65535, found ${JSON.stringify(written)}`)
  return port
}
