import { ALL_MODULES } from './modules.ts'
import { localChecker, localOperator } from './people/checker.ts'
import { runProcess } from './platform/entry.ts'
import { serve } from './platform/serve.ts'

/** The server: web, API and probes. Configured by environment alone; `kensho up` runs it beside the worker. */
await runProcess((io) =>
  serve(
    {
      modules: ALL_MODULES,
      people: () => ({ checker: localChecker(ALL_MODULES), authenticate: localOperator }),
      webFolder: new URL('../dist/web/', import.meta.url),
    },
    io,
  ),
)
