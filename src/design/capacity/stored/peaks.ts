import type { Histories, History } from '../../../estate/history.ts'
import type { PeakKind, Resource } from '../../../estate/resource.ts'
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

export type PeaksOf = { series: string; as: 'value' | 'rate'; times: number; peak: PeakKind }

/** The facts of one resource, the newest first, back to the one that was read anew. */
type Chain = { read: PeaksRead; earlier: Chain | undefined }
/** By resource. */
export type StoredPeaks = Readonly<Record<string, Chain>>
export const NO_PEAKS: StoredPeaks = {}

export function peaksAfter(peaks: StoredPeaks, fact: Fact): StoredPeaks {
  const read = fact.body as unknown as PeaksRead
  const earlier = read.restated ? undefined : chainOf(peaks, read.resource)
  return { ...peaks, [read.resource]: { read, earlier } }
}

export function chainOf(peaks: StoredPeaks, resource: string): Chain | undefined {
  return Object.hasOwn(peaks, resource) ? peaks[resource] : undefined
}

export function peaksOf({ observed, peak = 'maximum' }: Resource): PeaksOf | undefined {
  return observed && { series: observed.series, as: observed.as, times: observed.times, peak }
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

/** The histories of files, and of the store for each resource that names a series of it. */
export function withPeaks(files: Histories, peaks: StoredPeaks, resources: readonly Resource[]): Histories {
  const found = resources.flatMap((resource) => {
    const chain = resource.observed && chainFor(peaks, resource)
    const isRead = chain !== undefined && peaksByDay(chain).size > 0
    return isRead ? [[resource.id, historyOf(resource, chain)] as const] : []
  })
  return found.length === 0 ? files : { ...files, ...Object.fromEntries(found) }
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
  const history = { path: observed?.series ?? '', text, sha256: sha256Of(new TextEncoder().encode(text)) }
  histories.set(chain, history)
  return history
}
