import type { Histories, History } from '../../../estate/history.ts'
import type { Network } from '../../../estate/network.ts'
import type { ObservedSeries, PeakKind, Resource } from '../../../estate/resource.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import type { Fact } from '../../../ledger/fact.ts'
import type { Text } from '../../../platform/text.ts'
import { dateOf, dayOf } from '../exhaust/civil-days.ts'

/**
 * What of a day was the peak of a resource that the monitoring store measures: read from the store once the day is over,
 * and from then on evidence, so that verdicts need no store and can be replayed.
 */
export const PEAKS_READ = 'capacity.peaks.read'

export type PeaksRead = {
  resource: string
  /** The series as the document names it, and what of a day counts. */
  of: PeaksOf
  /** SHA-256 of the conditions under which peaks were found (zone, outages): others make all of them be read anew. */
  conditions: string
  /** Read anew: what was read before of this resource counts no longer. */
  restated: boolean
} & ({ from: string; peaks: (number | null)[] } | { cannot: Text })

export type PeaksOf = ObservedSeries & { peak: PeakKind }

/** The facts of one resource, the newest first, back to the one that was read anew. */
type Chain = { read: PeaksRead; earlier: Chain | undefined }
/** By resource. */
export type StoredPeaks = Readonly<Record<string, Chain>>
export const NO_PEAKS: StoredPeaks = {}

/** What was measured: by files, and by the series of the monitoring store that the network's resources name. */
export type Measured = { network?: Network; files: Histories; peaks: StoredPeaks }

/** The chain that each fact ended last: whoever goes through the same facts again meets the same chains. */
const ended = new WeakMap<PeaksRead, Chain>()

export function peaksAfter(peaks: StoredPeaks, fact: Fact): StoredPeaks {
  const read = fact.body as unknown as PeaksRead
  const earlier = read.restated ? undefined : chainOf(peaks, read.resource)
  const known = ended.get(read)
  const chain = known !== undefined && known.earlier === earlier ? known : { read, earlier }
  ended.set(read, chain)
  return { ...peaks, [read.resource]: chain }
}

export function chainOf(peaks: StoredPeaks, resource: string): Chain | undefined {
  return Object.hasOwn(peaks, resource) ? peaks[resource] : undefined
}

export function peaksOf({ observed, peak = 'maximum' }: Resource): PeaksOf | undefined {
  return observed && { ...observed, peak }
}

/** What was read of what the resource names now; undefined where nothing was. */
export function chainFor(peaks: StoredPeaks, resource: Resource): Chain | undefined {
  const chain = chainOf(peaks, resource.id)
  const [of, now] = [chain?.read.of, peaksOf(resource)]
  const same =
    of?.series === now?.series && of?.as === now?.as && of?.times === now?.times && of?.peak === now?.peak
  return same ? chain : undefined
}

/** Why nothing could be read of a resource that is observed. */
export function whyUnread(peaks: StoredPeaks, resource: Resource): Text | undefined {
  const chain = chainFor(peaks, resource)
  if (chain === undefined) return UNREAD
  if ('cannot' in chain.read) {
    const { ja, en } = chain.read.cannot
    return { ja: `監視の保存系列を読めません：${ja}`, en: `The monitoring store cannot be read: ${en}` }
  }
  return undefined
}

const UNREAD: Text = {
  ja: '監視の保存系列はまだ読まれていません。毎時 20 分に、終わった日の分を読みます。',
  en: 'The monitoring store has not been read yet: at 20 minutes past each hour, days that are over are.',
}

type Merged = { files: Histories; peaks: StoredPeaks; stored: Histories; histories: Histories }
const merged = new WeakMap<Network, Merged>()

/**
 * The histories of files, and of the store for each resource that names a series of it. Made when they are asked for,
 * since facts of what was read are many; the same object while nothing of it has changed.
 */
export function historiesOf({ network, files, peaks }: Measured): Histories {
  if (network === undefined || peaks === NO_PEAKS) return files
  const known = merged.get(network)
  if (known?.files === files && known.peaks === peaks) return known.histories
  const stored = Object.fromEntries(
    network.resources.flatMap((resource) => {
      const chain = resource.observed && chainFor(peaks, resource)
      const isRead = chain !== undefined && peaksByDay(chain).size > 0
      return isRead ? [[resource.id, historyOf(resource, chain)] as const] : []
    }),
  )
  const isKnown = known?.files === files && isSame(known.stored, stored)
  const histories = isKnown ? known.histories : { ...files, ...stored }
  merged.set(network, { files, peaks, stored, histories })
  return histories
}

function isSame(one: Histories, other: Histories): boolean {
  const ids = Object.keys(one)
  return ids.length === Object.keys(other).length && ids.every((id) => one[id] === other[id])
}

const byDay = new WeakMap<Chain, ReadonlyMap<number, number | null>>()

/** Peaks by day number; what was read later counts. */
export function peaksByDay(chain: Chain): ReadonlyMap<number, number | null> {
  const known = byDay.get(chain)
  if (known !== undefined) return known
  const links: Chain[] = []
  for (let link: Chain | undefined = chain; link !== undefined; link = link.earlier) links.push(link)
  const days = new Map<number, number | null>()
  for (const { read } of links.toReversed()) {
    if ('cannot' in read) continue
    const first = dayOf(read.from)
    for (const [index, peak] of read.peaks.entries()) days.set(first + index, peak)
  }
  byDay.set(chain, days)
  return days
}

const histories = new WeakMap<Chain, History>()

/** As a file would have it: a peak a day. */
function historyOf({ observed }: Resource, chain: Chain): History {
  const known = histories.get(chain)
  if (known !== undefined) return known
  const rows = [...peaksByDay(chain)]
    .toSorted(([one], [other]) => one - other)
    .flatMap(([day, peak]) => (peak === null ? [] : [`${dateOf(day)},${peak}\n`]))
  const text = `timestamp,value\n${rows.join('')}`
  const history = { path: observed?.series ?? '', text, sha256: sha256Of(text) }
  histories.set(chain, history)
  return history
}
