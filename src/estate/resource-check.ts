import type { Complain } from './references.ts'
import type { Procedure, Resource } from './resource.ts'

/** What no single resource or procedure shows: more reserve than there is, takeovers of nothing, servers that are no nodes. */
export function checkResources(
  elements: { resources: readonly Resource[]; procedures: readonly Procedure[] },
  isNode: (id: string) => boolean,
  complain: Complain,
): void {
  const known = new Set(elements.resources.map(({ id }) => id))
  for (const [index, resource] of elements.resources.entries()) {
    const { reserve, maximum } = resource
    if (reserve > maximum)
      complain('resources', index, ['reserve'], `expected at most maximum (${maximum}), found ${reserve}`)
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
