import { paths } from '../../web/paths.ts'
import type { RuleVersion } from '../rule-versions.ts'
import { ClauseMark } from './clause-mark.tsx'
import { words } from './clause-words.ts'
import { Listing } from './listing.tsx'
import { RuleVersionEntry } from './rule-version.tsx'

const STATES = ['waiting', 'draft', 'in-force', 'not-yet', 'superseded', 'lapsed', 'retired'] as const

/** All versions of all rules. */
export default function RulesPage() {
  return (
    <Listing<RuleVersion>
      kind="rules"
      title={words.rules}
      lead={words.rulesLead}
      none={words.noRulesAtAll}
      todo={words.noRulesAtAllDo}
      states={STATES}
      hrefOf={paths.rules}
      renderRow={(rule, all) => (
        <div className="listed" key={`${rule.id} ${rule.version}`}>
          <ClauseMark clause={rule.clause} />
          <RuleVersionEntry rule={rule} versions={all.filter(({ id }) => id === rule.id)} past={false} />
        </div>
      )}
    />
  )
}
