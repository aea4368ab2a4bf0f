import { useGo, usePlace } from '../../../../web/link.tsx'
import { paths, type DraftsPlace } from '../../../../web/paths.ts'

/** Where the reader is among the designs: which one, what is chosen in it, and what is being added. */
export function useDraftsPlace(): {
  place: DraftsPlace
  goWith: (change: DraftsPlace, how?: { replace?: boolean }) => void
} {
  const place: DraftsPlace = usePlace()
  const go = useGo()
  return { place, goWith: (change, how) => go(paths.drafts({ ...place, ...change }), how) }
}
