import type { ApprovalRecord } from '../../people/index.ts'
import type { Text } from '../../platform/text.ts'
import type { CompetingReading, NoticeImpact, NoticeStatus, NoticeWindow } from './notice.ts'

/** The types of fact by which mails become maintenances, and what each of them holds. All pure data. */
export const MAIL_RECEIVED = 'maintenance.mail.received'
export const NOTICE_READ = 'maintenance.notice.read'
export const NOTICE_DECIDED = 'maintenance.notice.decided'
export const PASSWORD_RECEIVED = 'maintenance.password.received'
export const LESSON_APPROVED = 'maintenance.lesson.approved'
export const CONTACT_RECORDED = 'maintenance.contact.recorded'
export const INTAKE_CHECKED = 'maintenance.intake.checked'
export const OWN_PLANNED = 'maintenance.own.planned'
export const PORTAL_READ = 'maintenance.portal.read'

export type MailChannel = 'smtp' | 'imap' | 'upload' | 'api'

/** `maintenance.mail.received`, written before anything of the mail is read. The mail itself is a blob by its hash. */
export type MailReceived = {
  sha256: string
  size_bytes: number
  channel: MailChannel
  /** ISO 8601 UTC. */
  received_at: string
  /** As the sending server said them; absent where no server delivered it to us. */
  envelope?: { from_domain: string; helo: string; remote_address: string }
}

/** A result of SPF, DKIM or DMARC as RFC 8601 names it, `temperror` also where the name service did not answer. */
export type AuthResult =
  | 'pass'
  | 'fail'
  | 'softfail'
  | 'neutral'
  | 'none'
  | 'policy'
  | 'temperror'
  | 'permerror'

export type MailAuthentication = {
  spf: AuthResult
  dkim: AuthResult
  dmarc: AuthResult
  /** The domain of the From field is vouched for by SPF or DKIM, over the fields that carry the meaning. */
  aligned: boolean
}

/** What a notice says besides what `kensho notice parse` prints: how a calendar numbers its editions. */
export type NoticeEdition = { uid: string; sequence: number }

/** An id as the mail wrote it, and the element of the estate that it names; null where the estate knows none. */
export type ReadObject = { id: string | null; said: string; impact: NoticeImpact }

/** One maintenance as one mail announces it, without its objects. */
export type ReadNotice = {
  /** The carrier's number; empty when none was found. */
  maintenance_id: string
  account?: string
  status: NoticeStatus
  windows: NoticeWindow[]
  /** ISO 8601 UTC; null when the mail does not say. */
  stamp: string | null
  needs_review: boolean
  confidence: number
  reasons: Text[]
  competing: CompetingReading[]
  edition?: NoticeEdition
}

/**
 * `maintenance.notice.read`: one maintenance of one mail. A mail with several has several such facts, and so has a
 * maintenance with more objects than one fact holds (`slice` counts from 0). When a mail is read anew, because a
 * password came or the reader was improved, `round` is higher and what earlier rounds said of that mail is void.
 */
export type NoticeRead = {
  mail: string
  round: number
  index: number
  slice: number
  received_at: string
  message_id: string
  /** Message ids that this mail answers or follows, newest last. */
  references: string[]
  /** Domain of the From field; the address itself stays in the mail. */
  sender: string
  /** Id of the provider in the register to whom the sender belongs; null for a stranger. */
  provider: string | null
  authentication: MailAuthentication
  /** Form of the mail, without its values: the same for mails made from one template. */
  layout: string
  /** It waits for the password of an archive, or for nothing. */
  waits_for?: 'password'
  notice: ReadNotice
  objects: ReadObject[]
}

/** What a person made of a reading. */
export type Choice =
  | { kind: 'given' }
  | { kind: 'competing'; index: number }
  | {
      kind: 'corrected'
      maintenance_id: string
      status: NoticeStatus
      windows: NoticeWindow[]
      objects: ReadObject[]
    }
  /** No maintenance of ours, or not from whom it says. */
  | { kind: 'rejected' }

/** `maintenance.notice.decided`, by the person. `lesson`: kept as evidence for mails of the same sender and layout. */
export type NoticeDecided = {
  mail: string
  index: number
  choice: Choice
  because: string
  lesson: boolean
  decided_at: string
  /**
   * SHA-256 of the canonical form of the reading that was decided on. Where the mail has been read anew and says
   * something else since (an archive was opened), choosing between its readings no longer counts.
   */
  of?: string
}

/** `maintenance.own.planned`: work of our own, or its change; the newest of an id holds. */
export type OwnPlanned = {
  id: string
  title: Text
  status: NoticeStatus
  windows: NoticeWindow[]
  objects: ReadObject[]
  /** ISO 8601 UTC. */
  stamp: string
}

/** `maintenance.portal.read`: what a person read on a provider's page, where it sends no mail; by register entry. */
export type PortalRead = {
  entry: string
  /** The provider's number of the work. */
  number: string
  status: NoticeStatus
  windows: NoticeWindow[]
  objects: ReadObject[]
  note: string
  /** When it was read, ISO 8601 UTC. */
  stamp: string
}

/** `maintenance.lesson.approved`: another person has approved what a decision teaches. */
export type LessonApproved = { mail: string; index: number; approval: ApprovalRecord }

/** `maintenance.contact.recorded`: somebody spoke with a provider, or looked at its portal, and what came of it. */
export type ContactRecorded = {
  /** Id of the register entry. */
  entry: string
  kind: 'portal-checked' | 'spoke' | 'test-notice'
  /** ISO 8601 UTC. */
  at: string
  note: string
}

/** `maintenance.intake.checked`: whether mail could have come in, asked from outside as a sender would. */
export type IntakeChecked = { channel: 'smtp' | 'imap'; ok: boolean; at: string; because: string }

/** `maintenance.password.received`: a mail that only brings the password of archives; the password stays in the mail. */
export type PasswordReceived = { mail: string; opens: string[] }
