import { declaredPermissions } from '../platform/http/app.ts'
import type { Authenticate, Checker } from '../platform/http/permission.ts'
import type { PlatformModule } from '../platform/module.ts'

/**
 * Grants every permission that a module declares, and no other. It stands until people have accounts and roles, and
 * only because the server listens to its own machine alone: whoever can reach it is its operator.
 */
export function localChecker(modules: readonly PlatformModule[]): Checker {
  const declared = declaredPermissions(modules)
  return (_actor, permission) => declared.has(permission)
}

/** Everyone who reaches the server is the one local operator. */
export const localOperator: Authenticate = () => ({ id: 'system:people' })
