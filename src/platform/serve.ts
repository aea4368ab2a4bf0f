import { readConfig } from './config.ts'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { ended } from './entry.ts'
import type { ProcessIo } from './entry.ts'
import type { Fence } from './fence.ts'
import { buildApp } from './http/app.ts'
import { readWebFiles } from './http/files.ts'
import { listenLocally } from './http/listen.ts'
import type { Authenticate, Checker } from './http/permission.ts'
import { knock } from './database.ts'
import { readiness } from './http/readiness.ts'
import { ownOrigins } from './http/same-origin.ts'
import { createMetrics } from './metrics.ts'
import { migrate, missingMigrations } from './migrations.ts'
import type { PlatformModule } from './module.ts'
import { start } from './start.ts'
import { workerMetrics } from './worker-beat.ts'

export type ServeOptions = {
  modules: readonly PlatformModule[]
  /** Whether an actor holds a permission, and who a request comes from: supplied by people, over this server's database. */
  people: (ctx: Context) => { checker: Checker; authenticate: Authenticate }
  /** The second fence, and how it is raised in a database that has just been migrated. */
  fence?: Fence & { raise: (ctx: Context, modules: readonly PlatformModule[]) => Promise<void> }
  /** The built browser files. */
  webFolder: URL
}

/** The server process: migrates, listens, says so on standard output, and closes in order when it shall stop. */
export async function serve(options: ServeOptions, io: ProcessIo): Promise<void> {
  const { modules } = options
  const config = readConfig(io.env)
  const { ctx, database } = start('server', config, options.fence)
  try {
    await migrate(database, modules, ctx.log)
    await options.fence?.raise(ctx, modules)
    const missing = await missingMigrations(modules)
    const metrics = createMetrics('server')
    metrics.watchPool(database.pool)
    let origins: ReadonlySet<string> = new Set()
    const app = buildApp({
      modules,
      ...options.people(ctx),
      ctx,
      metrics,
      metricsText: async () => {
        // Without the database there is still something to say, and just then it is wanted.
        const others = await workerMetrics(ctx.db).catch(() => [])
        return metrics.text(others)
      },
      readiness: () => readiness(ctx.db, missing),
      ...(options.fence && { knock: () => knock(ctx.db) }),
      origins: () => origins,
      files: await readWebFiles(options.webFolder),
    })
    const listening = await listenLocally((request, bindings) => app.fetch(request, bindings), config)
    // Where any free port was asked for, this is the one from now on.
    config.port = listening.port
    origins = ownOrigins(config.origin, schemeOf(config), listening.port)
    io.out(`kensho is ready at ${schemeOf(config)}://localhost:${listening.port}`)
    io.started()
    await ended(io.stop)
    await listening.close()
  } finally {
    await database.close()
  }
}

function schemeOf(config: Config): 'http' | 'https' {
  return config.tls ? 'https' : 'http'
}
