import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Text } from '../platform/text.ts'

/** A team with those who are in it at the instant that was asked for. */
export type Team = { id: string; name: Text; members: { id: string; person: string; fromMs: number }[] }

export async function readTeams(db: Db, atMs: number): Promise<Team[]> {
  const at = new Date(atMs)
  const { rows } = await sql<{
    id: string
    name_ja: string
    name_en: string
    members: { id: string; person: string; from_ms: number }[] | null
  }>`
    select team.id, name_ja, name_en,
      (select json_agg(json_build_object('id', m.id, 'person', m.person, 'from_ms', extract(epoch from m.from_at) * 1000)
         order by m.person)
       from people.team_member m
       where m.team = team.id and m.from_at <= ${at} and (m.until_at is null or m.until_at > ${at})) as members
    from people.team where from_at <= ${at} and (until_at is null or until_at > ${at})
    order by team.id limit 2000`.execute(db)
  return rows.map(({ id, name_ja, name_en, members }) => ({
    id,
    name: { ja: name_ja, en: name_en },
    members: (members ?? []).map((member) => ({ ...member, fromMs: member.from_ms })),
  }))
}

export async function teamExists(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select exists (select from people.team where id = ${id}) as there`.execute(db)
  return rows[0]?.there === true
}

export async function insertTeam(tx: Tx, id: string, name: Text, fromMs: number): Promise<void> {
  await sql`insert into people.team (id, name_ja, name_en, from_at)
    values (${id}, ${name.ja}, ${name.en}, ${new Date(fromMs)})`.execute(tx)
}

/** The membership of a person in a team that has not ended at an instant. */
export async function readMembership(
  db: Db,
  team: string,
  person: string,
  atMs: number,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from people.team_member
    where team = ${team} and person = ${person} and (until_at is null or until_at > ${new Date(atMs)})`.execute(
    db,
  )
  return rows[0]?.id
}

export async function insertMember(
  tx: Tx,
  member: { id: string; team: string; person: string; fromMs: number },
): Promise<void> {
  await sql`insert into people.team_member (id, team, person, from_at)
    values (${member.id}, ${member.team}, ${member.person}, ${new Date(member.fromMs)})`.execute(tx)
}

export async function endMember(tx: Tx, id: string, untilMs: number): Promise<void> {
  await sql`update people.team_member set until_at = greatest(from_at, ${new Date(untilMs)}::timestamptz)
    where id = ${id}`.execute(tx)
}
