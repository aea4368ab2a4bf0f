import { nearest } from './nearest.ts'
import type { Service, ServiceTree } from './network.ts'
import { findCycle, type Complain } from './references.ts'

/** The services that a tree names, in order, as often as it names them. */
export function servicesIn(tree: ServiceTree): string[] {
  if (typeof tree === 'string') return [tree]
  return ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.of).flatMap(servicesIn)
}

/** Services made of others: what they name must be there, and none may be made of itself. */
export function checkServiceTrees(
  services: readonly Pick<Service, 'id' | 'made_of'>[],
  complain: Complain,
): void {
  if (services.every(({ made_of }) => made_of === undefined)) return
  const parts = new Map(
    services.map(({ id, made_of }) => [id, made_of === undefined ? [] : servicesIn(made_of)]),
  )
  for (const [index, { id, made_of }] of services.entries()) {
    if (made_of !== undefined)
      checkCounts(made_of, (found) => complain('services', index, ['made_of'], found))
    const unknown = parts.get(id)!.find((part) => !parts.has(part))
    if (made_of === undefined || unknown === undefined) continue
    const meant = nearest(unknown, parts.keys())
    const advice = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`
    complain(
      'services',
      index,
      ['made_of'],
      `expected the id of a service, found ${JSON.stringify(unknown)}, which nothing defines${advice}`,
    )
  }
  const cycle = findCycle([...parts.keys()], (id) => parts.get(id) ?? [])
  if (cycle === undefined) return
  const index = services.findIndex(({ id }) => id === cycle[0])
  complain(
    'services',
    index,
    ['made_of'],
    `expected a service that is not made of itself, found ${cycle.join(' → ')}`,
  )
}

/** More than there are can never be up. */
function checkCounts(tree: ServiceTree, refuse: (found: string) => never): void {
  if (typeof tree === 'string') return
  if ('of' in tree && tree.at_least > tree.of.length)
    refuse(`expected at_least no more than of lists (${tree.of.length}), found ${tree.at_least}`)
  for (const part of 'all' in tree ? tree.all : 'any' in tree ? tree.any : tree.of) checkCounts(part, refuse)
}
