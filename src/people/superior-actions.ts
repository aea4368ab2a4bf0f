import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { holdsAt, sharedPeriod } from './period.ts'
import { readPerson } from './person-store.ts'
import { isoOf, record } from './recording.ts'
import { conflict, missing } from './refusals.ts'
import { lockOrganisation } from './store.ts'
import { closesCircle, type Superior } from './superior.ts'
import { endSuperiorRow, insertSuperior, readSuperior, readSuperiors } from './superior-store.ts'

/** Says who is above whom, from when until when. Refuses a circle at any instant, and the same line twice at a time. */
export async function nameSuperior(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  line: Superior,
): Promise<{ id: string; fact: bigint }> {
  await lockOrganisation(tx)
  if (line.untilMs !== undefined && line.untilMs <= line.fromMs)
    throw new InputError('body', { path: 'until' }, 'an instant after from')
  for (const id of [line.person, line.superior])
    if ((await readPerson(tx, id)) === undefined) throw missing(`人 ${id} `, `person ${id}`)
  const standing = await readSuperiors(tx)
  const twice = standing.some(
    (other) =>
      other.person === line.person &&
      other.superior === line.superior &&
      sharedPeriod(other, line) !== undefined,
  )
  if (twice) throw conflict(TWICE)
  if (closesCircle(standing, line)) throw conflict(CIRCLE)
  const id = ctx.ids.next()
  await insertSuperior(tx, { id, ...line })
  const { person, superior } = line
  const body = { line: id, person, superior, from: isoOf(line.fromMs), until: isoOf(line.untilMs) }
  return { id, fact: await record(tx, actor, 'people.superior.named', [person, superior], body) }
}

/** Ends a line, now or later. Outsourced staff who are still here keep a superior of record: name the next one first. */
export async function endSuperior(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  id: string,
  untilMs?: number,
): Promise<{ fact: bigint }> {
  await lockOrganisation(tx)
  const line = await readSuperior(tx, id)
  if (line === undefined) throw missing('上長の登録', 'superior of record')
  const nowMs = ctx.clock.now()
  if (line.untilMs !== undefined && line.untilMs <= nowMs) throw conflict(ENDED)
  const endMs = Math.max(untilMs ?? nowMs, nowMs)
  const person = await readPerson(tx, line.person)
  const others = (await readSuperiors(tx, line.person)).filter((other) => other.id !== id)
  const outsourcedHere = person?.kind === 'outsourced' && holdsAt(person, endMs)
  if (outsourcedHere && !others.some((other) => holdsAt(other, endMs))) throw conflict(NOBODY_ABOVE)
  await endSuperiorRow(tx, id, endMs)
  const body = { line: id, person: line.person, superior: line.superior, until: isoOf(endMs) }
  return { fact: await record(tx, actor, 'people.superior.ended', [line.person, line.superior], body) }
}

const TWICE = {
  ja: 'この上長はこの期間にすでに登録されています。',
  en: 'This superior is named already for that time.',
}
const CIRCLE = {
  ja: '互いに上長になってしまうため、登録できません。',
  en: 'Two persons would be above each other.',
}
const ENDED = { ja: 'この登録はすでに終わっています。', en: 'This has ended already.' }
const NOBODY_ABOVE = {
  ja: '外部委託の人には上長が必要です。先に次の上長を登録してください。',
  en: 'Outsourced staff need a superior of record. Name the next one first.',
}
