import { useEffect, useMemo, useState } from 'react'
import type { RedundancyPage } from '../page.ts'
import type { Drawing } from './drawing.ts'
import { drawMap, isMappable } from './map-drawing.ts'
import { drawSpread } from './spread-drawing.ts'
import { drawTiers } from './tier-drawing.ts'

/** The ways to draw a network. Above the limit of the layout engine the layers are simpler, and structure is offered too. */
export type Manner = 'map' | 'layers' | 'spread'

const ENGINE_NODES_MAX = 320

/** Which manners a network can be drawn in, the best first. */
export function mannersFor(network: RedundancyPage['network']): Manner[] {
  const others: Manner[] = isSmall(network) ? ['layers'] : ['layers', 'spread']
  return isMappable(network) ? ['map', ...others] : others
}

function isSmall({ nodes }: RedundancyPage['network']): boolean {
  return nodes.length <= ENGINE_NODES_MAX
}

type Layered = { network: RedundancyPage['network']; drawing: Drawing; hasFailed: boolean }

/** The drawing; undefined while the layers are being computed. `hasFailed`: structure is shown in their place. */
export function useDrawing(
  network: RedundancyPage['network'],
  manner: Manner,
): { drawing: Drawing | undefined; hasFailed: boolean } {
  const [layered, setLayered] = useState<Layered>()
  const atOnce = useMemo(() => {
    if (manner === 'map') return drawMap(network)
    if (manner === 'spread') return drawSpread(network)
    return isSmall(network) ? undefined : drawTiers(network)
  }, [network, manner])
  const isLayered = manner === 'layers' && isSmall(network)
  useEffect(() => {
    if (!isLayered) return
    let isWanted = true
    const draw = async (): Promise<void> => {
      const found = await layers(network)
      if (isWanted) setLayered(found)
    }
    void draw()
    return () => {
      isWanted = false
    }
  }, [network, isLayered])
  if (atOnce !== undefined) return { drawing: atOnce, hasFailed: false }
  return layered?.network === network
    ? { drawing: layered.drawing, hasFailed: layered.hasFailed }
    : { drawing: undefined, hasFailed: false }
}

/** The engine of the layers is large and comes only when it is asked for. */
async function layers(network: RedundancyPage['network']): Promise<Layered> {
  try {
    const { drawLayered } = await import('./layered-drawing.ts')
    return { network, drawing: await drawLayered(network), hasFailed: false }
  } catch (error) {
    console.error('the layers could not be computed', error)
    return { network, drawing: drawSpread(network), hasFailed: true }
  }
}
