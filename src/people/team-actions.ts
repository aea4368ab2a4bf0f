import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import type { Text } from '../platform/text.ts'
import { readPerson } from './person-store.ts'
import { isoOf, record } from './recording.ts'
import { conflict, missing } from './refusals.ts'
import { lockOrganisation } from './store.ts'
import { endMember, insertMember, insertTeam, readMembership, teamExists } from './team-store.ts'

export async function formTeam(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  team: { id: string; name: Text },
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  if (await teamExists(tx, team.id))
    throw conflict({ ja: 'この ID のチームはすでにあります。', en: 'A team with this id exists already.' })
  await insertTeam(tx, team.id, team.name, ctx.clock.now())
  return {
    fact: await record(tx, actor, 'people.team.formed', [team.id], { team: team.id, name: team.name }),
  }
}

export async function joinTeam(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  team: string,
  person: string,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  if (!(await teamExists(tx, team))) throw missing('チーム', 'team')
  if ((await readPerson(tx, person)) === undefined) throw missing('人', 'person')
  const nowMs = ctx.clock.now()
  if ((await readMembership(tx, team, person, nowMs)) !== undefined)
    throw conflict({ ja: 'すでにこのチームにいます。', en: 'This person is in the team already.' })
  await insertMember(tx, { id: ctx.ids.next(), team, person, fromMs: nowMs })
  const body = { team, person, from: isoOf(nowMs) }
  return { fact: await record(tx, actor, 'people.team.joined', [team, person], body) }
}

export async function leaveTeam(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  team: string,
  person: string,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const nowMs = ctx.clock.now()
  const membership = await readMembership(tx, team, person, nowMs)
  if (membership === undefined) throw missing('このチームのメンバー', 'member of this team')
  await endMember(tx, membership, nowMs)
  const body = { team, person, until: isoOf(nowMs) }
  return { fact: await record(tx, actor, 'people.team.left', [team, person], body) }
}
