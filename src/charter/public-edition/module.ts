import type { PlatformModule } from '../../platform/module.ts'
import { exportCommand } from './export-command.ts'
import { publicEditionPolicy } from './policy.ts'
import { publicEditionRoutes } from './routes.ts'
import { servingRoutes } from './serving-routes.ts'

/** The charter as everybody may read it: chosen by one, approved by another, published as static files, withdrawn. */
export const publicEditionModule: PlatformModule = {
  name: 'public_edition',
  permissions: publicEditionPolicy,
  routes: [...publicEditionRoutes, ...servingRoutes],
  commands: [exportCommand],
  migrations: new URL('./migrations/', import.meta.url),
}
