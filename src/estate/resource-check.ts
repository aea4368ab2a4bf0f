import type { Complain } from './references.ts'
import { rangeOf, rangeText, sharedBy, type NumberRange } from './number-ranges.ts'
import type { Procedure, Resource } from './resource.ts'
import { instantMs, type Validity } from './validity.ts'

type Declared = Resource & Validity

/**
 * What no single resource or procedure shows: more reserve than there is, numbers held twice, takeovers of nothing,
 * servers that are no nodes.
 */
export function checkResources(
  elements: { resources: readonly Declared[]; procedures: readonly Procedure[]; zone?: string },
  isNode: (id: string) => boolean,
  complain: Complain,
): void {
  const known = new Set(elements.resources.map(({ id }) => id))
  for (const [index, resource] of elements.resources.entries()) {
    const { reserve, maximum, history, observed } = resource
    if (history !== undefined && observed !== undefined)
      complain('resources', index, ['observed'], 'expected either history or observed, found both')
    if (reserve > maximum)
      complain('resources', index, ['reserve'], `expected at most maximum (${maximum}), found ${reserve}`)
    if (resource.resets !== undefined && resource.peak !== undefined && resource.peak !== 'maximum')
      complain('resources', index, ['peak'], `expected none with resets, found ${resource.peak}`)
    if (resource.resets !== undefined && resource.takes_over.length > 0)
      complain('resources', index, ['takes_over'], 'expected none with resets: a count of a month is no load')
    for (const [at, { from }] of resource.takes_over.entries())
      if (!known.has(from) || from === resource.id)
        complain(
          'resources',
          index,
          ['takes_over', at, 'from'],
          `expected the id of another resource, found ${JSON.stringify(from)}`,
        )
    for (const [at, { from, until }] of resource.outages.entries())
      if (Date.parse(until) <= Date.parse(from))
        complain(
          'resources',
          index,
          ['outages', at, 'until'],
          `expected a time after ${from}, found ${until}`,
        )
  }
  checkRanges(elements.resources, elements.zone ?? 'UTC', complain)
  for (const [index, procedure] of elements.procedures.entries())
    for (const field of ['servers', 'sessions'] as const)
      for (const id of Object.keys(procedure[field]))
        if (!isNode(id))
          complain(
            'procedures',
            index,
            [field, id],
            `expected the id of a node, found ${JSON.stringify(id)}, which nothing defines`,
          )
}

/** Where a range stands: which one of which resource. */
type Held = { range: NumberRange; index: number; at: number }

/** No number is held twice at one time: within a resource or between two, in the space that they share. */
function checkRanges(resources: readonly Declared[], zone: string, complain: Complain): void {
  const spaces = new Map<string, Held[]>()
  for (const [index, { ranges = [], range_space = '' }] of resources.entries())
    for (const [at, written] of ranges.entries()) {
      const range = rangeOf(written)
      if (typeof range === 'string') continue
      const key = `${range.numbering} ${range_space}`
      const held = spaces.get(key) ?? []
      spaces.set(key, held)
      held.push({ range, index, at })
    }
  for (const held of spaces.values()) {
    held.sort(byStart)
    // Those that reach as far as the one that is looked at: more than one only where they hold at different times.
    let reaching: Held[] = []
    for (const one of held) {
      reaching = reaching.filter(({ range }) => range.last >= one.range.first)
      const other = reaching.find(({ index }) => areTogether(resources[index]!, resources[one.index]!, zone))
      if (other !== undefined) complainShared(resources, one, other, complain)
      reaching.push(one)
    }
  }
}

function byStart(one: Held, other: Held): number {
  if (one.range.first !== other.range.first) return one.range.first < other.range.first ? -1 : 1
  return one.index - other.index || one.at - other.at
}

function areTogether(one: Declared, other: Declared, zone: string): boolean {
  if (one === other) return true
  const endsBefore = ({ valid_to }: Declared, { valid_from }: Declared): boolean =>
    valid_to !== undefined &&
    valid_from !== undefined &&
    instantMs(valid_to, zone) <= instantMs(valid_from, zone)
  return !endsBefore(one, other) && !endsBefore(other, one)
}

function complainShared(resources: readonly Declared[], one: Held, other: Held, complain: Complain): never {
  const [first, second] = [one, other].toSorted((a, b) => a.index - b.index || a.at - b.at)
  const shared = sharedBy(one.range, other.range)!
  const { id, ranges = [] } = resources[second!.index]!
  const owner = resources[first!.index]!.id
  return complain(
    'resources',
    second!.index,
    ['ranges', second!.at],
    `expected numbers that nothing else holds, found ${ranges[second!.at]} of ${id}, which shares ${rangeText(shared)} with ranges[${first!.at}] of ${owner === id ? 'the same resource' : owner}`,
  )
}
