import type { PlatformModule } from '../platform/module.ts'
import { auditRoutes } from './audit-routes.ts'
import { policiesOf } from './checker.ts'
import { peopleCommands } from './cli.ts'
import { meRoutes } from './me-routes.ts'
import { personRoutes } from './person-routes.ts'
import { peoplePolicy } from './policy.ts'
import { rightRoutes } from './right-routes.ts'
import { teamRoutes } from './team-routes.ts'
import { tokenRoutes } from './token-routes.ts'

/** Persons and what they may do; `modules` are all there are, whose permissions can be granted. */
export function peopleModule(modules: () => readonly PlatformModule[]): PlatformModule {
  const policies = () => policiesOf(modules())
  return {
    name: 'people',
    permissions: peoplePolicy,
    routes: [
      ...meRoutes(policies),
      ...personRoutes,
      ...teamRoutes,
      ...rightRoutes(policies),
      ...tokenRoutes(policies),
      ...auditRoutes,
    ],
    commands: peopleCommands,
    guarded: {
      contact: { by: ['people.read-contacts', 'people.manage', 'people.erase'], own: ['person'] },
      token: { by: ['people.read-rights', 'people.manage', 'people.grant'], own: ['owner'] },
      delegation: {
        by: ['people.read-rights', 'people.manage', 'people.grant'],
        own: ['delegator', 'delegate'],
      },
    },
    migrations: new URL('./migrations/', import.meta.url),
  }
}
