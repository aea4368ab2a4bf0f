import { useQuery } from '@tanstack/react-query'
import type { LedgerFact } from '../listing-routes.ts'
import { base64, checkSignature, computePath, readNote } from './merkle-path.ts'
import type { ComputedPath, SignatureCheck } from './merkle-path.ts'

/**
 * What this browser found out by itself. `verified`: the path leads from the shown fact to the root in the checkpoint.
 * `unsigned`: to the root that the server states, which no checkpoint covers yet. `refuted`: elsewhere, or nowhere.
 */
export type Verification = {
  outcome: 'verified' | 'unsigned' | 'refuted'
  path?: ComputedPath
  signature?: SignatureCheck
}

/** Computes the proof and compares it with the checkpoint. Pure but for the browser's cryptography. */
export async function verifyFact(fact: LedgerFact): Promise<Verification> {
  const path = await computePath(fact)
  if (path === undefined || base64(path.leaf) !== fact.hash) return { outcome: 'refuted', path }
  const root = base64(path.root)
  if (fact.checkpoint === null) return { outcome: root === fact.root ? 'unsigned' : 'refuted', path }
  const note = readNote(fact.checkpoint.note)
  const signature = await checkSignature(fact.checkpoint.note, fact.keys)
  const holds = note?.root === root && note.size === fact.size && signature !== 'wrong'
  return { outcome: holds ? 'verified' : 'refuted', path, signature }
}

/** Undefined while it computes; `impossible` where the browser gives no cryptography to the page. */
export function useVerification(fact: LedgerFact): Verification | 'impossible' | undefined {
  const possible = globalThis.crypto?.subtle !== undefined
  const { data, isError } = useQuery({
    queryKey: ['ledger', 'verified', fact],
    queryFn: () => verifyFact(fact),
    enabled: possible,
    staleTime: Infinity,
    retry: false,
  })
  return possible && !isError ? data : 'impossible'
}
