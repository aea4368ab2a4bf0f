import { paths } from '../../web/paths.ts'
import type { StandingWaiver } from '../waiver-standing.ts'
import { ClauseMark } from './clause-mark.tsx'
import { words } from './clause-words.ts'
import { Listing } from './listing.tsx'
import { WaiverEntry } from './waiver-entry.tsx'

const STATES = ['waiting', 'not-yet', 'in-force', 'expired', 'withdrawn'] as const

/** All waivers, and the requests for them. */
export default function WaiversPage() {
  return (
    <Listing<StandingWaiver>
      kind="waivers"
      title={words.waivers}
      lead={words.waiversLead}
      none={words.noWaivers}
      todo={words.noWaiversDo}
      states={STATES}
      hrefOf={paths.waivers}
      renderRow={(waiver) => (
        <div className="listed" key={waiver.id}>
          <ClauseMark clause={waiver.clause} />
          <WaiverEntry waiver={waiver} past={false} />
        </div>
      )}
    />
  )
}
