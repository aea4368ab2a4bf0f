import { useGo, usePlace } from '../../web/link.tsx'
import { paths, type LedgerPlace } from '../../web/paths.ts'

/** Where the reader is in the ledger, and how to go on: every choice is in the address. */
export function useLedgerPlace(): {
  place: LedgerPlace
  /** The address with a change; a changed filter begins at the newest again. */
  hrefWith: (change: LedgerPlace) => string
  goWith: (change: LedgerPlace, how?: { replace?: boolean }) => void
} {
  const place: LedgerPlace = usePlace()
  const go = useGo()
  const hrefWith = (change: LedgerPlace): string =>
    paths.ledger({ ...place, before: undefined, fact: undefined, ...change })
  return { place, hrefWith, goWith: (change, how) => go(hrefWith(change), how) }
}
