import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  type AnyRouter,
} from '@tanstack/react-router'
import type { QueryClient } from '@tanstack/react-query'
import type { Screens } from './screen.ts'
import { NotFound } from './not-found.tsx'
import { PageError } from './page-error.tsx'
import { QuietWait } from './quiet-wait.tsx'
import { Shell } from './shell.tsx'

/** Builds the router from what the modules contribute. Queries in the address stay plain text. */
export function buildRouter(all: readonly Screens[], client: QueryClient): AnyRouter {
  const root = createRootRouteWithContext<{ client: QueryClient }>()({
    component: () => <Shell screens={all} />,
    notFoundComponent: NotFound,
  })
  const routes = all
    .flatMap((one) => one.screens)
    .map((screen) =>
      createRoute({
        getParentRoute: () => root,
        path: screen.path,
        component: lazyRouteComponent(screen.page),
        loader: ({ context }) => void screen.prefetch?.(context.client),
        pendingComponent: QuietWait,
        errorComponent: PageError,
        staticData: {},
      }),
    )
  return createRouter({
    routeTree: root.addChildren(routes),
    context: { client },
    parseSearch: (query) => Object.fromEntries(new URLSearchParams(query)),
    stringifySearch: (search) => {
      const query = new URLSearchParams(search as Record<string, string>).toString()
      return query === '' ? '' : `?${query}`
    },
    scrollRestoration: true,
    defaultPendingMs: 0,
  })
}
