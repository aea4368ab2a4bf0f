import { ALL_MODULES } from './modules.ts'
import { createChecker } from './people/checker.ts'
import { peopleFence } from './people/fence.ts'
import { authenticateWith } from './people/sign-in/authenticate.ts'
import { runProcess } from './platform/entry.ts'
import { serve } from './platform/serve.ts'

/** The server: web, API and probes. Configured by environment alone; `kensho up` runs it beside the worker. */
await runProcess((io) =>
  serve(
    {
      modules: ALL_MODULES,
      people: (ctx) => ({ checker: createChecker(ctx, ALL_MODULES), authenticate: authenticateWith(ctx) }),
      fence: peopleFence,
      webFolder: new URL('../dist/web/', import.meta.url),
    },
    io,
  ),
)
