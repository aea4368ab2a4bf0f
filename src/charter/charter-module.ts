import { subscriptionDuty, type Subscription } from '../ledger/index.ts'
import type { PlatformModule } from '../platform/module.ts'
import { attestRoutes } from './attest-routes.ts'
import { checkCommand } from './cli.ts'
import type { Composition } from './composition.ts'
import type { Control } from './control.ts'
import { editionRoutes } from './edition-routes.ts'
import { gateCommand } from './gate-command.ts'
import { knownSubscription } from './known-log.ts'
import { oscalCommand } from './oscal-command.ts'
import { charterPolicy } from './policy.ts'
import { readingRoutes } from './reading-routes.ts'
import { charterRoutes } from './routes.ts'
import { trendRoutes } from './trend-routes.ts'
import { waiverRoutes } from './waiver-routes.ts'
import { schemaCommand } from './schema-command.ts'
import { ruleRoutes } from './rule-routes.ts'
import { verdictsCommand } from './verdicts-command.ts'

/** The engine, once all modules have been joined. `computed` are the controls that modules contribute. */
export function charterModule(
  { controls, objections }: Composition,
  computed: readonly Control[],
  subscriptions: readonly Subscription[],
): PlatformModule {
  return {
    name: 'charter',
    permissions: charterPolicy,
    routes: [
      ...charterRoutes(computed),
      ...readingRoutes,
      ...attestRoutes,
      ...editionRoutes,
      ...ruleRoutes,
      ...waiverRoutes,
      ...trendRoutes,
    ],
    duties: [subscriptionDuty([knownSubscription(), ...subscriptions])],
    commands: [
      checkCommand(controls),
      verdictsCommand,
      gateCommand(objections),
      oscalCommand(controls),
      schemaCommand,
    ],
    migrations: new URL('./migrations/', import.meta.url),
  }
}
