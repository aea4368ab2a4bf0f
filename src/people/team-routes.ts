import { z } from '@hono/zod-openapi'
import { defineRoute } from '../platform/http/route.ts'
import { personNames } from './naming.ts'
import { changed } from './recording.ts'
import { endSuperior, nameSuperior } from './superior-actions.ts'
import { readSuperiors } from './superior-store.ts'
import { formTeam, joinTeam, leaveTeam } from './team-actions.ts'
import { readTeams } from './team-store.ts'
import {
  done,
  instant,
  isoText,
  made,
  msOf,
  named,
  period,
  periodText,
  personId,
  whoWhen,
  writtenText,
} from './wire.ts'

const listSuperiors = defineRoute({
  method: 'get',
  path: '/api/people/superiors',
  permission: 'people.read',
  summary: { ja: '誰が誰の上長か、これまでのすべて', en: 'Who is and was above whom' },
  query: z.object({ person: personId.optional() }),
  reply: z.object({
    superiors: z.array(z.object({ id: z.string(), person: whoWhen, superior: whoWhen, ...period })),
  }),
  handler: async (ctx, { query }) => {
    const lines = await readSuperiors(ctx.db, query.person)
    const names = await personNames(
      ctx,
      lines.flatMap(({ person, superior }) => [person, superior]),
    )
    const who = (id: string) => ({ id, name: names.get(id)! })
    return {
      superiors: lines.map((line) => ({
        id: line.id,
        person: who(line.person),
        superior: who(line.superior),
        ...periodText(line),
      })),
    }
  },
})

const postSuperior = defineRoute({
  method: 'post',
  path: '/api/people/superiors',
  permission: 'people.manage',
  summary: { ja: '上長を登録する', en: 'Say who is above whom' },
  body: z.object({
    person: personId,
    superior: personId,
    from: instant.optional(),
    until: instant.optional(),
  }),
  reply: made,
  status: 201,
  handler: async (ctx, { actor, body }) => {
    const untilMs = msOf(body.until)
    const line = {
      person: body.person,
      superior: body.superior,
      fromMs: msOf(body.from) ?? ctx.clock.now(),
      ...(untilMs !== undefined && { untilMs }),
    }
    return changed(ctx, (tx) => nameSuperior(ctx, tx, actor, line))
  },
})

const postSuperiorEnd = defineRoute({
  method: 'post',
  path: '/api/people/superiors/{id}/end',
  permission: 'people.manage',
  summary: { ja: '上長の登録を終える', en: 'Somebody is no longer above another' },
  params: z.object({ id: z.string().max(64) }),
  body: z.object({ until: instant.optional() }),
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    return changed(ctx, (tx) => endSuperior(ctx, tx, actor, params.id, msOf(body.until)))
  },
})

const listTeams = defineRoute({
  method: 'get',
  path: '/api/people/teams',
  permission: 'people.read',
  summary: { ja: 'チームといまのメンバー', en: 'Teams and who is in them now' },
  reply: z.object({
    teams: z.array(
      z.object({
        id: z.string(),
        name: named,
        members: z.array(z.object({ person: whoWhen, from: z.iso.datetime() })),
      }),
    ),
  }),
  handler: async (ctx) => {
    const teams = await readTeams(ctx.db, ctx.clock.now())
    const names = await personNames(
      ctx,
      teams.flatMap(({ members }) => members.map(({ person }) => person)),
    )
    return {
      teams: teams.map(({ id, name, members }) => ({
        id,
        name,
        members: members.map(({ person, fromMs }) => ({
          person: { id: person, name: names.get(person)! },
          from: isoText(fromMs),
        })),
      })),
    }
  },
})

const postTeam = defineRoute({
  method: 'post',
  path: '/api/people/teams',
  permission: 'people.manage',
  summary: { ja: 'チームを作る', en: 'Form a team' },
  body: z.object({ id: personId, name: writtenText }),
  reply: done,
  status: 201,
  handler: async (ctx, { actor, body }) => {
    return changed(ctx, (tx) => formTeam(ctx, tx, actor, body))
  },
})

const postMember = defineRoute({
  method: 'post',
  path: '/api/people/teams/{id}/members',
  permission: 'people.manage',
  summary: { ja: 'チームに加える', en: 'A person joins a team' },
  params: z.object({ id: personId }),
  body: z.object({ person: personId }),
  reply: done,
  status: 201,
  handler: async (ctx, { actor, params, body }) => {
    return changed(ctx, (tx) => joinTeam(ctx, tx, actor, params.id, body.person))
  },
})

const deleteMember = defineRoute({
  method: 'delete',
  path: '/api/people/teams/{id}/members/{person}',
  permission: 'people.manage',
  summary: { ja: 'チームから外す', en: 'A person leaves a team' },
  params: z.object({ id: personId, person: personId }),
  reply: done,
  handler: async (ctx, { actor, params }) => {
    return changed(ctx, (tx) => leaveTeam(ctx, tx, actor, params.id, params.person))
  },
})

export const teamRoutes = [
  listSuperiors,
  postSuperior,
  postSuperiorEnd,
  listTeams,
  postTeam,
  postMember,
  deleteMember,
]
