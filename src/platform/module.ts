import type { Command } from './command.ts'
import type { Job } from './jobs.ts'
import type { Route } from './http/route.ts'

/** What a module that knows no clause contributes. Clause modules extend it (charter/module.ts). */
export type PlatformModule = {
  /** Also the name of its PostgreSQL schema and of its folder's last part. */
  name: string
  routes?: Route[]
  jobs?: Job[]
  commands?: Command[]
  /** Folder of numbered plain SQL files, as a file URL: `new URL('./migrations/', import.meta.url)`. */
  migrations?: URL
}
