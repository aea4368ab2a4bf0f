import { digestOf } from '../../../charter/digest.ts'
import type { Approvable, ApprovalRecord } from '../../../people/index.ts'
import type { EntryContent } from './amend.ts'

/** Changes of the register: put forward, approved by another and made, or taken back. */
export const REGISTER_PROPOSED = 'maintenance.register.proposed'
export const REGISTER_APPROVED = 'maintenance.register.approved'
export const REGISTER_WITHDRAWN = 'maintenance.register.withdrawn'

/** A change of one entry. Instants are epoch milliseconds. */
export type Proposal = {
  id: string
  entry: string
  change: 'add' | 'change' | 'remove'
  /** The entry as it is to be; undefined where it is to go. */
  content: EntryContent | undefined
  /** SHA-256 of the entry as it stood; undefined where there was none. */
  beforeDigest: string | undefined
  digest: string
  note: string
  proposedBy: string
  proposedMs: number
  state: 'waiting' | 'approved' | 'withdrawn'
}

/** `maintenance.register.proposed`: by digest, since an entry holds addresses. */
export type RegisterProposed = Pick<Proposal, 'id' | 'entry' | 'change' | 'digest'> & {
  before: string | null
}
export type RegisterApproved = { id: string; entry: string; approval: ApprovalRecord }
export type RegisterWithdrawn = { id: string; entry: string; because: string }

export function digestOfEntry(content: EntryContent): string {
  return digestOf(content)
}

/** What is signed: which entry, as it stood and as it is to be. */
export function digestOfProposal({
  id,
  entry,
  content,
  beforeDigest,
}: Pick<Proposal, 'id' | 'entry' | 'content' | 'beforeDigest'>): string {
  return digestOf({ id, entry, before: beforeDigest ?? null, after: content ?? null })
}

const CHANGE = {
  add: { ja: '追加', en: 'Add' },
  change: { ja: '変更', en: 'Change' },
  remove: { ja: '削除', en: 'Remove' },
} as const

export function approvableProposal({ id, entry, change, digest, proposedBy }: Proposal): Approvable {
  return {
    kind: 'maintenance.register',
    id,
    digest,
    title: {
      ja: `社外回線台帳：${entry} の${CHANGE[change].ja}`,
      en: `Register of external lines: ${CHANGE[change].en.toLowerCase()} ${entry}`,
    },
    contributors: [proposedBy],
  }
}
