import type { OpenedAttachments } from './attachment/opened.ts'
import { readMail, type Mail } from './mail/message.ts'
import type { Notice } from './notice.ts'
import { readEvidence } from './reading/evidence.ts'
import type { Evidence } from './reading/evidence.ts'
import { fromCalendar } from './reading/from-calendar.ts'
import { fromLetters } from './reading/from-letters.ts'
import type { Found } from './reading/identity.ts'
import { layoutOf } from './reading/layout.ts'
import { readLayers } from './reading/layer.ts'
import type { Layer } from './reading/layer.ts'
import { findKnown } from './reading/known.ts'

export type ParseOptions = {
  /** Ids of lines and services that the estate knows; they are found wherever they stand. */
  knownObjects?: Iterable<string>
  /** What was found inside PDFs and archives (openAttachments); without it they count as not read. */
  attachments?: OpenedAttachments
}

/**
 * Reads one mail (RFC 5322 bytes) as maintenance notices, without knowing who sent it. Pure: no clock, no network.
 * Never throws for content and never returns an empty array; what cannot be read is an entry that needs review.
 */
export function parseNotice(bytes: Uint8Array, options: ParseOptions = {}): Notice[] {
  return noticesOf(readLayers(readMail(bytes), options.attachments), options)
}

/** The same, with the form of the mail: equal for mails of one template, whatever values they carry. */
export function readNotice(mail: Mail, options: ParseOptions): { notices: Notice[]; layout: string } {
  const layers = readLayers(mail, options.attachments)
  return { notices: noticesOf(layers, options), layout: layoutOf(layers) }
}

function noticesOf(layers: readonly Layer[], options: ParseOptions): Notice[] {
  const evidence = layers.map((layer) => readEvidence(layer))
  const known =
    options.knownObjects === undefined
      ? []
      : findKnown(options.knownObjects, evidence.map((one) => one.context.text).join('\n'))
  const stated = layers
    .flatMap((layer) => layer.events)
    .filter((event) => event.bcop && event.maintenanceId !== '')
  if (stated.length > 0)
    return stated.map((event) => fromCalendar(event, stated.length === 1, evidence, known))
  const groups = groupsOf(evidence)
  if (groups.length > 1)
    return groups.map((group) =>
      fromLetters(
        [group],
        known,
        evidence.flatMap((one) => one.objects.map((object) => object.value.id)),
      ),
    )
  return [fromLetters(evidence, known)]
}

const GROUPS_MAX = 200

/** Rows of one table that carry different maintenance numbers are different maintenances. */
function groupsOf(evidence: readonly Evidence[]): Evidence[] {
  const first = evidence.find((one) => one.ids.some((id) => id.row !== undefined))
  if (first === undefined) return []
  const best = new Map<string, Found<string>>()
  for (const id of first.ids) {
    if (id.row === undefined) continue
    const key = `${id.source}/${id.row}`
    const known = best.get(key)
    if (known === undefined || id.rank < known.rank) best.set(key, id)
  }
  const ids = [...new Set([...best.values()].map((id) => id.value))]
  const windows = first.windows.filter((one) => one.rank <= 2)
  if (
    ids.length < 2 ||
    ids.length > GROUPS_MAX ||
    windows.length === 0 ||
    windows.some((one) => one.row === undefined)
  )
    return []
  return ids.map((id) => {
    const rows = new Set([...best].filter(([, found]) => found.value === id).map(([key]) => key))
    const own = (one: { source: string; row?: number | undefined }): boolean =>
      one.row === undefined || rows.has(`${one.source}/${one.row}`)
    return {
      ...first,
      ids: first.ids.filter((one) => one.row !== undefined && own(one)),
      windows: first.windows.filter(own),
      objects: first.objects.filter(own),
      statuses: first.statuses.filter(own),
    }
  })
}
