import { defineModule } from '../../charter/module.ts'
import { redundancyCommand } from './cli.ts'
import { singlePointsControl } from './control.ts'
import { departuresControl } from './departures.ts'
import { draftRoutes } from './drafts/routes.ts'
import { redundancyObjections } from './objections.ts'
import { redundancyPolicy } from './policy.ts'
import { redundancyRoutes } from './routes.ts'
import { tolerancesControl } from './tolerances.ts'
import { whatIfRoutes } from './what-if-routes.ts'

export const redundancyModule = defineModule({
  name: 'redundancy',
  clauses: ['2.1'],
  controls: [singlePointsControl, departuresControl, tolerancesControl],
  objections: redundancyObjections,
  permissions: redundancyPolicy,
  routes: [...redundancyRoutes, ...whatIfRoutes, ...draftRoutes],
  migrations: new URL('./migrations/', import.meta.url),
  commands: [redundancyCommand],
})
