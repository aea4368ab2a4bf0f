/** Where a link ends: a node and, where stated, one of its termination points. */
export type Termination = { node: string; point: string | undefined }

/** A unidirectional link as the file states it. */
export type YangLink = {
  id: string | undefined
  from: Termination
  to: Termination
  members: Record<string, unknown>
  place: string
}

/**
 * Each link with the one that runs back between the same termination points. Of several parallel links without
 * termination points the first goes with the first. Links without a mirror stand alone.
 */
export function pairLinks(links: readonly YangLink[]): [YangLink, YangLink | undefined][] {
  const waiting = new Map<string, [YangLink, YangLink | undefined][]>()
  const pairs: [YangLink, YangLink | undefined][] = []
  for (const link of links) {
    const [from, to] = [endKey(link.from), endKey(link.to)]
    const mirror = from === to ? undefined : waiting.get(`${to}>${from}`)?.shift()
    if (mirror) {
      mirror[1] = link
      continue
    }
    const pair: [YangLink, YangLink | undefined] = [link, undefined]
    pairs.push(pair)
    const key = `${from}>${to}`
    const queue = waiting.get(key)
    if (queue) queue.push(pair)
    else waiting.set(key, [pair])
  }
  return pairs
}

function endKey({ node, point }: Termination): string {
  return JSON.stringify([node, point ?? null])
}
