import type { Fact } from '../../../ledger/fact.ts'
import type { Text } from '../../../platform/text.ts'
import type { Notice, NoticeObject, NoticeWindow } from '../notice.ts'
import { NOTICE_READ, type NoticeRead, type ReadNotice, type ReadObject } from '../notice-facts.ts'

const WINDOWS_MAX = 150
const COMPETING_MAX = 6
const REASONS_MAX = 12
const REASON_CHARACTERS_MAX = 300
const TEXT_CHARACTERS_MAX = 255
/** A fact has room for so many objects beside the rest. */
const SLICE_OBJECTS = 200
const OBJECTS_MAX = 20_000

/** Which elements of the estate an id of a carrier stands for; none where it is unknown, several where it is shared. */
export type ResolveObject = (said: string) => readonly string[]

/** What is the same for all facts of one mail. */
export type MailMeta = Omit<NoticeRead, 'index' | 'slice' | 'notice' | 'objects'>

/**
 * The facts of what was read of one mail. What does not fit a fact is cut, and then the reading needs a review, so that
 * nothing is missing in silence. Pure.
 */
export function factsOfMail(meta: MailMeta, notices: readonly Notice[], resolve: ResolveObject): Fact[] {
  return notices.flatMap((notice, index) => factsOfNotice(meta, notice, index, resolve))
}

function factsOfNotice(meta: MailMeta, notice: Notice, index: number, resolve: ResolveObject): Fact[] {
  const objects = notice.objects.slice(0, OBJECTS_MAX).flatMap((object) => resolved(object, resolve))
  const read = boundedNotice(notice, objects.length > OBJECTS_MAX || notice.objects.length > OBJECTS_MAX)
  const slices = Math.max(1, Math.ceil(objects.length / SLICE_OBJECTS))
  return Array.from({ length: slices }, (_, slice): Fact => {
    const own = objects.slice(slice * SLICE_OBJECTS, (slice + 1) * SLICE_OBJECTS)
    const body: NoticeRead = { ...meta, index, slice, notice: read, objects: own }
    const named = new Set(own.map(({ id }) => id).filter((id) => id !== null && id.length <= 256))
    return {
      type: NOTICE_READ,
      by: 'system:maintenance',
      clause: '5.1',
      objects: [`mail:${meta.mail}`, ...named].filter((id) => id !== null),
      body,
    }
  })
}

function resolved({ id: said, impact }: NoticeObject, resolve: ResolveObject): ReadObject[] {
  const short = said.slice(0, TEXT_CHARACTERS_MAX)
  const ids = resolve(said)
  return ids.length === 0
    ? [{ id: null, said: short, impact }]
    : ids.map((id) => ({ id, said: short, impact }))
}

const CUT: Text = {
  ja: '記載が多すぎるため、一部だけを記録しました。原文を確かめてください。',
  en: 'There is more in this mail than is kept here; please look at the mail itself.',
}

function boundedNotice(notice: Notice, cutObjects: boolean): ReadNotice {
  const competing = notice.competing ?? []
  const cut =
    cutObjects ||
    notice.windows.length > WINDOWS_MAX ||
    competing.length > COMPETING_MAX ||
    competing.some(({ windows }) => windows.length > WINDOWS_MAX)
  const windows = (all: readonly NoticeWindow[]): NoticeWindow[] => all.slice(0, WINDOWS_MAX)
  const reasons = [...(cut ? [CUT] : []), ...notice.reasons].slice(0, REASONS_MAX).map(shortText)
  return {
    maintenance_id: notice.maintenance_id.slice(0, TEXT_CHARACTERS_MAX),
    ...(notice.account !== undefined && { account: notice.account.slice(0, TEXT_CHARACTERS_MAX) }),
    status: notice.status,
    windows: windows(notice.windows),
    stamp: notice.stamp,
    needs_review: notice.needs_review || cut,
    confidence: notice.confidence,
    reasons,
    // Six other readings with a few windows each are the most that a person can weigh.
    competing: competing
      .slice(0, COMPETING_MAX)
      .map((other) => ({ windows: windows(other.windows).slice(0, 30), because: shortText(other.because) })),
    ...(notice.edition !== undefined && { edition: notice.edition }),
  }
}

function shortText({ ja, en }: Text): Text {
  return {
    ja: wellFormed(ja.slice(0, REASON_CHARACTERS_MAX)),
    en: wellFormed(en.slice(0, REASON_CHARACTERS_MAX)),
  }
}

/** A cut, or a damaged mail, may leave half a surrogate pair, which no canonical form has. */
function wellFormed(text: string): string {
  return text.toWellFormed()
}
