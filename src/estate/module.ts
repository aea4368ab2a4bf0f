import type { PlatformModule } from '../platform/module.ts'
import { applyCommand } from './apply-command.ts'
import { importCommand } from './import-command.ts'
import { estatePolicy } from './policy.ts'
import { estateRoutes } from './routes.ts'

export const estateModule: PlatformModule = {
  name: 'estate',
  permissions: estatePolicy,
  routes: estateRoutes,
  commands: [importCommand, applyCommand],
  migrations: new URL('./migrations/', import.meta.url),
}
