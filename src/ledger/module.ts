import type { PlatformModule } from '../platform/module.ts'
import { integrationDuty } from './integration.ts'

export const ledgerModule: PlatformModule = {
  name: 'ledger',
  duties: [integrationDuty],
  migrations: new URL('./migrations/', import.meta.url),
}
