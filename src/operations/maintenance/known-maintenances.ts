import { foldedState } from '../../charter/conformance.ts'
import type { Known } from '../../charter/known.ts'
import type { ReadingPlace } from './actions.ts'
import { noticesControl } from './control.ts'
import type { Maintenance } from './maintenance.ts'
import { maintenancesOf, type NoticeLog } from './notice-log.ts'

/** What all notices that are known come to; folded once for the same facts. */
export function knownMaintenances({ facts }: Pick<Known, 'facts'>): readonly Maintenance[] {
  return maintenancesOf(foldedState(noticesControl, facts) as NoticeLog)
}

/** The readings that wait for somebody to decide what they say, and since when each waits (epoch milliseconds). */
export function undecidedNotices(known: Pick<Known, 'facts'>): (ReadingPlace & { receivedMs: number })[] {
  return knownMaintenances(known).flatMap(({ plausible }) =>
    plausible.map(({ mail, index, receivedMs }) => ({ mail, index, receivedMs })),
  )
}
