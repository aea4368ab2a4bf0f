import type { PlatformModule } from '../../platform/module.ts'
import { installationPolicy } from './policy.ts'
import { installationRoutes } from './routes.ts'

/** How the installation itself stands, for whoever runs it. */
export const installationModule: PlatformModule = {
  name: 'installation',
  permissions: installationPolicy,
  routes: installationRoutes,
}
