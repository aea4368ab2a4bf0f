import type { Announced } from './announced.ts'

/** All readings of one maintenance, oldest first by their stamps. */
export type Group = { key: string; provider: string; readings: Announced[] }

type Growing = {
  provider: string
  readings: Announced[]
  numbers: Set<string>
  accounts: Set<string>
  uids: Set<string>
  messageIds: Set<string>
  objects: Set<string>
}

/**
 * Which readings speak of one maintenance: provider with number and account, the calendar's UID, or the thread where a
 * mail has no number. Readings of trusted senders make the groups; what a stranger says of a number goes to the group
 * that has it, as a claim, so that it can be seen there, and makes a group of its own only where there is none.
 *
 * Carriers send one mail for each circuit under one number: readings of one number with no circuit in common are parts,
 * each with its own windows. What names no circuit is said of all parts.
 */
export function groupsOf(readings: readonly Announced[]): Group[] {
  const order = readings.toSorted(
    (one, other) =>
      Number(other.trusted) - Number(one.trusted) ||
      one.stampMs - other.stampMs ||
      one.receivedMs - other.receivedMs ||
      (one.mail < other.mail ? -1 : 1),
  )
  const groups: Growing[] = []
  const index = new Map<string, Growing[]>()
  for (const reading of order) {
    const joined = joinedBy(candidatesFor(reading, index), reading)
    if (joined.length === 0) {
      const fresh = newGroup(reading)
      groups.push(fresh)
      addTo(fresh, reading, index)
    } else for (const group of joined) addTo(group, reading, index)
  }
  return withKeys(groups)
}

function newGroup({ provider }: Announced): Growing {
  return {
    provider,
    readings: [],
    numbers: new Set(),
    accounts: new Set(),
    uids: new Set(),
    messageIds: new Set(),
    objects: new Set(),
  }
}

function addTo(group: Growing, reading: Announced, index: Map<string, Growing[]>): void {
  group.readings.push(reading)
  if (reading.number !== '') group.numbers.add(plain(reading.number))
  if (reading.account !== undefined) group.accounts.add(plain(reading.account))
  if (reading.edition !== undefined && reading.edition.uid !== '') group.uids.add(reading.edition.uid)
  for (const id of reading.messageIds) group.messageIds.add(id)
  // Only what may be believed says which circuits a maintenance is about.
  if (reading.trusted || !group.readings.some(({ trusted }) => trusted))
    for (const object of reading.objects) group.objects.add(objectKey(object))
  for (const key of keysOf(reading)) {
    const known = index.get(key)
    if (known === undefined) index.set(key, [group])
    else if (!known.includes(group)) known.push(group)
  }
}

function keysOf({ number, edition, messageIds }: Announced): string[] {
  return [
    ...(number === '' ? [] : [`number ${plain(number)}`]),
    ...(edition === undefined || edition.uid === '' ? [] : [`uid ${edition.uid}`]),
    ...messageIds.map((id) => `message ${id}`),
  ]
}

function candidatesFor(reading: Announced, index: Map<string, Growing[]>): Growing[] {
  const { number, account, edition, references, trusted, provider } = reading
  const may = (group: Growing): boolean => !trusted || group.provider === provider
  const found = new Set<Growing>()
  if (edition !== undefined && edition.uid !== '')
    for (const group of index.get(`uid ${edition.uid}`) ?? []) if (may(group)) found.add(group)
  if (number !== '')
    for (const group of index.get(`number ${plain(number)}`) ?? [])
      if (may(group) && fits(group.accounts, account)) found.add(group)
  if (found.size === 0)
    for (const reference of references)
      for (const group of index.get(`message ${reference}`) ?? [])
        if (may(group) && (number === '' || group.numbers.size === 0)) found.add(group)
  return [...found]
}

function fits(accounts: ReadonlySet<string>, account: string | undefined): boolean {
  return account === undefined || accounts.size === 0 || accounts.has(plain(account))
}

/** States in which a notice changes an earlier one, so that other circuits in it do not make it another maintenance. */
const CHANGES = new Set(['RE-SCHEDULED', 'CANCELLED', 'COMPLETED', 'IN-PROCESS'])

function joinedBy(candidates: readonly Growing[], reading: Announced): Growing[] {
  const { objects, edition } = reading
  const sameUid = candidates.filter(({ uids }) => edition !== undefined && uids.has(edition.uid))
  if (sameUid.length > 0) return sameUid
  if (objects.length === 0) return [...candidates]
  const overlapping = candidates.filter(
    (group) => group.objects.size === 0 || objects.some((object) => group.objects.has(objectKey(object))),
  )
  if (overlapping.length > 0) return overlapping
  const joins =
    !reading.trusted || CHANGES.has(reading.status) || candidates.some((group) => answers(group, reading))
  return joins ? [...candidates] : []
}

function answers(group: Growing, { references }: Announced): boolean {
  return references.some((reference) => group.messageIds.has(reference))
}

function objectKey({ id, said }: { id: string | null; said: string }): string {
  return id ?? `?${plain(said)}`
}

/** For comparing: case, blanks and a leading `#` make no difference. */
function plain(text: string): string {
  return text.normalize('NFKC').toUpperCase().replace(/[\s#]/g, '')
}

/** Mails only come later and later, so the group of the earliest mail keeps the plain key for ever. */
function withKeys(groups: readonly Growing[]): Group[] {
  const earliest = (group: Growing): number => Math.min(...group.readings.map(({ receivedMs }) => receivedMs))
  const taken = new Set<string>()
  return groups
    .toSorted((one, other) => earliest(one) - earliest(other) || (firstMail(one) < firstMail(other) ? -1 : 1))
    .map((group) => {
      const number = group.readings.find((reading) => reading.number !== '')?.number
      const plainKey = number === undefined ? `mail/${firstMail(group)}` : `${group.provider}/${number}`
      let key = plainKey
      if (taken.has(key))
        key = `${plainKey}/${[...group.accounts][0] ?? [...group.objects].toSorted()[0] ?? ''}`
      if (taken.has(key)) key = `${plainKey}/${firstMail(group)}`
      taken.add(key)
      const readings = group.readings.toSorted((one, other) => one.stampMs - other.stampMs)
      return { key, provider: group.provider, readings }
    })
}

function firstMail({ readings }: Growing): string {
  const first = readings.toSorted((one, other) => one.receivedMs - other.receivedMs)[0]
  return first === undefined ? '' : `${first.mail.slice(0, 16)}.${first.index}`
}
