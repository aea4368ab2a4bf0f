import type { Text } from '../text.ts'

/**
 * Every permission that exists, gathered at compile time. A module declares its own in policy.ts and adds them here:
 *
 *     export const estatePolicy = {
 *       'estate.read': { ja: '設備と回線を見る', en: 'See equipment and lines' },
 *     } as const satisfies Policy
 *     declare module '../platform/http/permission.ts' {
 *       interface Permissions extends PolicyOf<typeof estatePolicy> {}
 *     }
 *
 * and lists the policy in module.ts as `permissions: estatePolicy`, where the running server reads it.
 */
// oxlint-disable-next-line typescript/no-empty-object-type -- an interface, because modules merge into it
export interface Permissions {}

/** What a route asks for: one declared permission, or `public` for what anyone may have without being known. */
export type Permission = 'public' | keyof Permissions

/** What a person is there for. An operator may add roles of its own; these come with the product. */
export const ROLES = [
  'quality-owner',
  'designer',
  'engineer',
  'approver',
  'responder',
  'controller',
  'auditor',
  'viewer',
] as const
export type Role = (typeof ROLES)[number]

/**
 * `<module>.<verb>` to what it lets a person do, in words for the person who grants it, and the roles that have it.
 * Nobody else has it: deny by default. Permissions that approve are named `<module>.approve` or `<module>.approve-…`:
 * they are never given to tokens. With `own` everybody who is here has it, and the handler confines him to what is his.
 */
export type Policy = {
  readonly [permission: `${string}.${string}`]: Text & {
    readonly roles: readonly Role[]
    readonly own?: true
  }
}

/** The names of a policy, in the form that `Permissions` takes. */
export type PolicyOf<P extends Policy> = { [Name in keyof P & string]: Text }

/**
 * Who is asking. `id` is a pseudonymous person id or `system:<module>`, as facts carry it: never an account, so that two
 * accounts of one person are one. `via` is how that person came in; absent for the system itself.
 */
export type Actor = {
  id: string
  via?: { kind: 'session' | 'token' | 'demo'; id: string }
}

/** Whether an actor holds a permission, on one object or, without it, on all of them. Supplied by people. */
export type Checker = (actor: Actor, permission: Permission, object?: string) => boolean | Promise<boolean>

/** Where a request came from, as far as the connection itself tells. */
export type Peer = {
  /** IP address; that of the client where the named proxy tells it. Undefined where there is no connection. */
  address: string | undefined
  /** It came through a proxy, ours or any other: "from this machine" then says nothing about the client. */
  proxied: boolean
}

/** Who a request comes from; undefined when it does not say, or says what does not hold. Supplied by people. */
export type Authenticate = (request: Request, peer: Peer) => Actor | undefined | Promise<Actor | undefined>
