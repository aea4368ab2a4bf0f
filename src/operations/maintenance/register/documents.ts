import type { DocumentKind } from '../../../charter/composition.ts'
import { checkOnce, refuse } from '../../../charter/element.ts'
import { msOf } from '../../../charter/instant.ts'
import { ELEMENT_COLLECTIONS } from '../../../estate/estate.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import {
  REGISTER_COLLECTION,
  REGISTER_DECLARED,
  registerShape,
  type RegisterDeclared,
  type RegisterElement,
  type RegisterEntry,
} from './entry.ts'

/** The register of external lines and services as documents of a workspace. */
export const registerDocuments: DocumentKind = {
  collections: { [REGISTER_COLLECTION]: { shape: registerShape } },
  facts: (workspace) => {
    const entries = registerOf(workspace)
    if (entries.length === 0) return []
    checkOnce(entries, 'id', ({ id }) => id)
    const body: RegisterDeclared = { entries: entries.map((entry) => entryOf(workspace, entry)) }
    return [{ at: 0, fact: { type: REGISTER_DECLARED, by: 'system:maintenance', clause: '5.1', body } }]
  },
}

/** The register as it stands in a workspace, with whom to write to. */
export function registerOf(workspace: Workspace): RegisterElement[] {
  return (workspace.other[REGISTER_COLLECTION] ?? []).map(({ value }) => value as RegisterElement)
}

function entryOf({ estate }: Workspace, element: RegisterElement): RegisterEntry {
  const { stand, id, party, covers, channel, notice_days, silence_days, judge_hours } = element
  if (!estate.parties.some((known) => known.id === party))
    refuse(
      stand,
      'party',
      `expected the id of a party, found ${JSON.stringify(party)}, which nothing defines`,
    )
  if (covers !== undefined) {
    const known = new Set(
      ELEMENT_COLLECTIONS.flatMap((collection) => estate[collection].map((one) => one.id)),
    )
    for (const [at, covered] of covers.entries())
      if (!known.has(covered))
        refuse(
          stand,
          `covers[${at}]`,
          `expected the id of something in the estate, found ${JSON.stringify(covered)}, which nothing defines`,
        )
  }
  if (channel === 'portal' && element.portal === undefined)
    refuse(stand, 'portal', 'expected a portal with url and every_days, since channel is portal')
  if (channel === 'mail' && element.senders.length === 0)
    refuse(stand, 'senders', 'expected at least one domain or address, since channel is mail')
  const fromMs = msOf(element.from, estate.zone)
  if (fromMs === undefined)
    return refuse(
      stand,
      'from',
      `expected an instant with its offset, or an operator with a zone, found ${element.from}`,
    )
  return {
    id,
    party,
    ...(covers !== undefined && { covers }),
    channel,
    ...(notice_days !== undefined && { notice_days }),
    ...(silence_days !== undefined && { silence_days }),
    ...(element.portal !== undefined && { portal_every_days: element.portal.every_days }),
    judge_hours,
    contacts: element.contacts.length,
    from: new Date(fromMs).toISOString(),
  }
}
