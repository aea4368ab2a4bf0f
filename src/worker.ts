import { ALL_MODULES } from './modules.ts'
import { runProcess } from './platform/entry.ts'
import { work } from './platform/work.ts'

/** The worker: jobs and the duties of the leader. Configured by environment alone; any number may run. */
await runProcess((io) => work(ALL_MODULES, io))
