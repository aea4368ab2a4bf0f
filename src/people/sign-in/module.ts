import { inTransaction } from '../../platform/database.ts'
import type { PlatformModule } from '../../platform/module.ts'
import { rolesOfModules } from '../checker.ts'
import { claimCommand } from './claim-command.ts'
import { FORGOTTEN_AFTER_MS } from './limit.ts'
import { ownRoutes } from './own-routes.ts'
import { providerRoutes } from './provider-routes.ts'
import { signInRoutes } from './routes.ts'
import { removeStale } from './store.ts'

/**
 * Who is there: ways to sign in, sessions, the first owner, the demo's visitor. `modules`: all of them, asked for when
 * the first owner is given a token.
 */
export function signInModule(modules: () => readonly PlatformModule[]): PlatformModule {
  return {
    name: 'sign_in',
    routes: [...signInRoutes(() => rolesOfModules(modules())), ...ownRoutes, ...providerRoutes],
    commands: [claimCommand],
    jobs: [
      {
        name: 'nothing is kept of signing in that lets nobody in any more',
        schedule: '17 * * * *',
        run: ({ db, clock }) => inTransaction(db, (tx) => removeStale(tx, clock.now(), FORGOTTEN_AFTER_MS)),
      },
    ],
    // Who manages people ends sessions and makes links; what lets somebody in is read for that person alone.
    guarded: {
      session: { by: ['people.manage', 'people.grant'], own: ['person'] },
      login: { by: ['people.manage'], own: ['person'] },
      password: { by: ['people.manage'], own: ['person'] },
      passkey: { by: ['people.manage'], own: ['person'] },
      subject: { by: ['people.manage'], own: ['person'] },
    },
    migrations: new URL('./migrations/', import.meta.url),
  }
}
