import type { LoadPage } from '../wall/page.ts'

type Report = NonNullable<LoadPage['report']>
type Link = Report['links'][number]

/** A direction of a link, or a pool, which has none. */
export type LoadRow = Omit<Link, 'direction'> & { direction?: Link['direction'] }

export function loadRows({ links, pools }: Report): LoadRow[] {
  return [...pools.map(({ unit: _unit, ...pool }): LoadRow => pool), ...links]
}
