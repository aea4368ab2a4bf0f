import type { Command } from './command.ts'
import type { Permission, Policy } from './http/permission.ts'
import type { Job } from './jobs.ts'
import type { Route } from './http/route.ts'
import type { Duty } from './leadership.ts'

/** What a module that knows no clause contributes. Clause modules extend it (charter/module.ts). */
export type PlatformModule = {
  /** Also the name of its PostgreSQL schema and of its folder's last part. */
  name: string
  routes?: Route[]
  /** The permissions that its routes may ask for (policy.ts). */
  permissions?: Policy
  jobs?: Job[]
  /** Work that only one process of all replicas does at a time. */
  duties?: Duty[]
  commands?: Command[]
  /**
   * Tables that hold what few may see or change, whatever route asks: by which permissions, and the columns that name
   * whose own row it is. Row-level security keeps all others out (people/fence.ts).
   */
  guarded?: {
    readonly [table: string]: { readonly by: readonly Permission[]; readonly own?: readonly string[] }
  }
  /** Folder of numbered plain SQL files, as a file URL: `new URL('./migrations/', import.meta.url)`. */
  migrations?: URL
}
