import { useGo, usePlace } from '../../../web/link.tsx'
import { paths, type RedundancyPlace } from '../../../web/paths.ts'

/** Where the reader is on this page, and how to go on: every choice is in the address. */
export function useRedundancyPlace(): {
  place: RedundancyPlace
  hrefWith: (change: RedundancyPlace) => string
  goWith: (change: RedundancyPlace, how?: { replace?: boolean }) => void
} {
  const place: RedundancyPlace = usePlace()
  const go = useGo()
  const hrefWith = (change: RedundancyPlace): string => paths.redundancy({ ...place, ...change })
  return { place, hrefWith, goWith: (change, how) => go(hrefWith(change), how) }
}
