import { useSay } from '../../../web/language.tsx'
import type { RedundancyPage } from '../page.ts'
import { mannersFor, type Manner } from './use-drawing.ts'
import { words } from './words.ts'

/** The manner that is wanted, where the network can be drawn in it; else the best. */
export function mannerOf(network: RedundancyPage['network'], wanted: string | undefined): Manner {
  const manners = mannersFor(network)
  return manners.find((manner) => manner === wanted) ?? manners[0] ?? 'spread'
}

/** How else the network can be drawn. */
export function MannerChoice({
  network,
  chosen,
  onChoose,
}: {
  network: RedundancyPage['network']
  chosen: string | undefined
  onChoose: (manner: Manner) => void
}) {
  const say = useSay()
  const manners = mannersFor(network)
  if (manners.length < 2) return null
  const shown = mannerOf(network, chosen)
  return (
    <div className="manners unprinted">
      {manners.map((manner) => (
        <button key={manner} type="button" aria-pressed={manner === shown} onClick={() => onChoose(manner)}>
          {say(words[manner])}
        </button>
      ))}
    </div>
  )
}
