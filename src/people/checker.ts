import type { Context } from '../platform/context.ts'
import { declaredPermissions } from '../platform/http/app.ts'
import type { Actor, Checker, Policy } from '../platform/http/permission.ts'
import type { PlatformModule } from '../platform/module.ts'
import { platformPolicy } from '../platform/policy.ts'
import { rolesOf, type Roles } from './organisation.ts'
import { mayDo, tokenMayDo } from './standing.ts'
import { readStanding, type Standing } from './standing-store.ts'

/** The roles that come with the product, with what the platform and these modules let them do. */
export function rolesOfModules(modules: readonly PlatformModule[]): Map<string, Set<string>> {
  return rolesOf(policiesOf(modules))
}

export function policiesOf(modules: readonly PlatformModule[]): Policy[] {
  return [platformPolicy, ...modules.map(({ permissions }) => permissions ?? {})]
}

/**
 * Who may do what, by roles, delegations and tokens as they stand in PostgreSQL at that moment: asked anew each time,
 * so that what was withdrawn anywhere is gone everywhere. Without an object the answer is for all objects. What no
 * module declares nobody may; nor may the system itself come in through a route.
 */
export function createChecker(ctx: Context, modules: readonly PlatformModule[]): Checker {
  const declared = declaredPermissions(modules)
  const roles = rolesOfModules(modules)
  return async (actor, permission, object) => {
    if (!declared.has(permission)) return false
    const atMs = ctx.clock.now()
    const standing = await readStanding(ctx.db, actor.id, tokenIdOf(actor), atMs)
    return standingMayDo(standing, roles, actor, { permission, object, atMs })
  }
}

export function tokenIdOf({ via }: Actor): string | undefined {
  return via?.kind === 'token' ? via.id : undefined
}

/** Pure: the same for one question as for a list of all that somebody may do. */
export function standingMayDo(
  { ownRoles, token, ...standing }: Standing,
  builtIn: Roles,
  actor: Actor,
  { permission, object, atMs }: { permission: string; object?: string | undefined; atMs: number },
): boolean {
  const organisation = { ...standing, superiors: [], roles: new Map([...ownRoles, ...builtIn]) }
  if (actor.via?.kind !== 'token') return mayDo(organisation, actor.id, permission, object, atMs)
  return token !== undefined && tokenMayDo(organisation, token, permission, object, atMs)
}
