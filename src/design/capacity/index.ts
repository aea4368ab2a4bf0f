export { loadUnder } from './load-under.ts'
export { survive } from './survive.ts'
export type { LoadUnder, SurvivalReport } from './load-report.ts'
export type { Hour } from './traffic.ts'
