import type { Clause } from './clauses.ts'
import { danglingIn, oscalCatalog, oscalResults } from './oscal.ts'
import { NO_WORK, oscalPoam, type OpenWork } from './oscal-poam.ts'
import type { Conformance } from './verdict.ts'

export const OSCAL_MODELS = ['assessment-results', 'catalog', 'plan-of-action-and-milestones'] as const
export type OscalModel = (typeof OSCAL_MODELS)[number]

/**
 * A document of one model as text; `work` is what the plan of action and milestones tells besides verdicts, and what
 * documents alone do not hold; `worded` is the charter in its own words. Throws when it would refer to what does not exist.
 */
export function oscalText(
  model: OscalModel,
  conformance: Conformance,
  work: OpenWork = NO_WORK,
  worded?: readonly Clause[],
): string {
  const catalog = oscalCatalog(conformance, worded)
  const documents = {
    catalog: () => catalog,
    'assessment-results': () => oscalResults(conformance),
    'plan-of-action-and-milestones': () => oscalPoam(conformance, work),
  }
  const document = documents[model]()
  const dangling = danglingIn(document, model === 'catalog' ? {} : catalog)
  if (dangling.length > 0) throw new Error(`the export would not hold together: ${dangling.join('; ')}`)
  return `${JSON.stringify(document, null, 2)}\n`
}
