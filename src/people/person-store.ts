import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { PersonKind } from './person.ts'

/** A person's row; name and contact are sealed. Instants in epoch milliseconds. */
export type PersonRow = {
  id: string
  kind: PersonKind
  name: string | null
  contact: string | null
  fromMs: number
  untilMs?: number
  erasedMs?: number
}

type Raw = {
  id: string
  kind: PersonKind
  name: string | null
  contact: string | null
  from_at: Date
  until_at: Date | null
  erased_at: Date | null
}

function rowOf({ id, kind, name, contact, from_at, until_at, erased_at }: Raw): PersonRow {
  return {
    id,
    kind,
    name,
    contact,
    fromMs: from_at.getTime(),
    ...(until_at !== null && { untilMs: until_at.getTime() }),
    ...(erased_at !== null && { erasedMs: erased_at.getTime() }),
  }
}

const COLUMNS = sql.raw('id, kind, name, contact.sealed as contact, from_at, until_at, erased_at')

/** One person; undefined where nobody has that id. */
export async function readPerson(db: Db, id: string): Promise<PersonRow | undefined> {
  const { rows } = await sql<Raw>`
    select ${COLUMNS} from people.person left join people.contact on contact.person = person.id where id = ${id}`.execute(
    db,
  )
  return rows[0] && rowOf(rows[0])
}

/** Persons after an id, in order of id. */
export async function readPersons(db: Db, after: string, limit: number): Promise<PersonRow[]> {
  const { rows } = await sql<Raw>`
    select ${COLUMNS} from people.person left join people.contact on contact.person = person.id
    where id > ${after} order by id collate "C" limit ${limit}`.execute(db)
  return rows.map(rowOf)
}

export async function insertPerson(tx: Tx, person: PersonRow): Promise<void> {
  await sql`insert into people.person (id, kind, name, from_at)
    values (${person.id}, ${person.kind}, ${person.name}, ${new Date(person.fromMs)})`.execute(tx)
  await writeContact(tx, person)
}

export async function updatePerson(tx: Tx, person: PersonRow): Promise<void> {
  await sql`update people.person set kind = ${person.kind}, name = ${person.name}
    where id = ${person.id}`.execute(tx)
  await writeContact(tx, person)
}

async function writeContact(tx: Tx, { id, contact }: PersonRow): Promise<void> {
  if (contact === null) await sql`delete from people.contact where person = ${id}`.execute(tx)
  else
    await sql`insert into people.contact (person, sealed) values (${id}, ${contact})
      on conflict (person) do update set sealed = excluded.sealed`.execute(tx)
}

/**
 * Ends a person's time here, and with it what he was given and what he gave: roles, delegations both ways, tokens.
 * What would only have begun later never begins.
 */
export async function endPerson(tx: Tx, id: string, untilMs: number): Promise<void> {
  const until = new Date(untilMs)
  await sql`update people.person set until_at = greatest(from_at, ${until}::timestamptz) where id = ${id}`.execute(
    tx,
  )
  await sql`update people.role_grant set until_at = greatest(from_at, ${until}::timestamptz)
    where person = ${id} and (until_at is null or until_at > ${until})`.execute(tx)
  await sql`update people.delegation set until_at = greatest(from_at, ${until}::timestamptz)
    where (delegator = ${id} or delegate = ${id}) and until_at > ${until}`.execute(tx)
  await sql`update people.token set until_at = greatest(from_at, ${until}::timestamptz)
    where owner = ${id} and until_at > ${until}`.execute(tx)
}

export async function markErased(tx: Tx, id: string, atMs: number): Promise<void> {
  await sql`delete from people.contact where person = ${id}`.execute(tx)
  await sql`update people.person set name = null, erased_at = ${new Date(atMs)} where id = ${id}`.execute(tx)
}
