import type { PlatformModule } from '../platform/module.ts'
import type { WorkspaceReading } from './actions.ts'
import { applyCommand } from './apply-command.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { departureRoutes } from './departure-routes.ts'
import { importCommand } from './import-command.ts'
import { estatePolicy } from './policy.ts'
import { estateRoutes } from './routes.ts'

/** The estate, reading workspaces with what modules above add to them. */
export function estateModule(reading: WorkspaceReading): PlatformModule {
  return {
    name: 'estate',
    permissions: estatePolicy,
    routes: [...estateRoutes(reading), ...catalogueRoutes(reading), ...departureRoutes(reading)],
    commands: [importCommand(reading.collections), applyCommand(reading)],
    migrations: new URL('./migrations/', import.meta.url),
  }
}
