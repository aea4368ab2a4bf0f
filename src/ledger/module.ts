import type { PlatformModule } from '../platform/module.ts'
import { checkpointsOutside } from './checkpoint-delivery.ts'
import { ledgerCommands } from './cli.ts'
import { integrationDuty } from './integration.ts'
import { listingDuty } from './listing.ts'
import { listingRoutes } from './listing-routes.ts'
import { ledgerPolicy } from './policy.ts'
import { ledgerRoutes } from './routes.ts'

export const ledgerModule: PlatformModule = {
  name: 'ledger',
  permissions: ledgerPolicy,
  routes: [...ledgerRoutes, ...listingRoutes],
  jobs: [checkpointsOutside],
  duties: [integrationDuty, listingDuty],
  commands: ledgerCommands,
  migrations: new URL('./migrations/', import.meta.url),
}
