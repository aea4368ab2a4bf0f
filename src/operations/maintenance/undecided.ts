import { foldedState } from '../../charter/conformance.ts'
import type { Known } from '../../charter/known.ts'
import type { ReadingPlace } from './actions.ts'
import { noticesControl } from './control.ts'
import { maintenancesOf, type NoticeLog } from './notice-log.ts'

/** The readings that wait for somebody to decide what they say, and since when each waits (epoch milliseconds). */
export function undecidedNotices({ facts }: Pick<Known, 'facts'>): (ReadingPlace & { receivedMs: number })[] {
  return maintenancesOf(foldedState(noticesControl, facts) as NoticeLog).flatMap(({ plausible }) =>
    plausible.map(({ mail, index, receivedMs }) => ({ mail, index, receivedMs })),
  )
}
