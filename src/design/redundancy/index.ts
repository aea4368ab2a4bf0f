export { prepare, type Prepared } from './prepare.ts'
export { redundancyOf } from './redundancy.ts'
export type { RedundancyReport, Witness } from './report.ts'
export { takesDown, takesDownOf, type Takedown } from './takes-down.ts'
