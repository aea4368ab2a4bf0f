import type { PlatformModule } from '../../platform/module.ts'
import { auditPolicy } from './policy.ts'
import { reportRoutes } from './report-routes.ts'
import { requestRoutes } from './request-routes.ts'
import { auditRoutes } from './routes.ts'

/** Audits: scope and period, populations, seeded samples, requests, conclusions, and reports that are signed off. */
export const auditModule: PlatformModule = {
  name: 'audit',
  permissions: auditPolicy,
  routes: [...auditRoutes, ...requestRoutes, ...reportRoutes],
  migrations: new URL('./migrations/', import.meta.url),
}
