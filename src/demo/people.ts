import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import type { Actor, Role } from '../platform/http/permission.ts'
import { enterPerson } from '../people/person-actions.ts'
import { grantRole } from '../people/role-actions.ts'
import { enterDemo } from '../people/sign-in/demo.ts'
import { isOwned } from '../people/sign-in/store.ts'

type DemoPerson = {
  id: string
  name: string
  name_en: string
  role: Role
  superior?: string
  outsourced?: true
}

/** The made-up people of the demo operator, superiors before those below them. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { id: 'demo-owner', name: '佐野 美和', name_en: 'Miwa Sano', role: 'quality-owner' },
  {
    id: 'demo-approver',
    name: '高木 誠',
    name_en: 'Makoto Takagi',
    role: 'approver',
    superior: 'demo-owner',
  },
  {
    id: 'demo-designer',
    name: '林 里奈',
    name_en: 'Rina Hayashi',
    role: 'designer',
    superior: 'demo-approver',
  },
  {
    id: 'demo-engineer',
    name: '森 大輝',
    name_en: 'Daiki Mori',
    role: 'engineer',
    superior: 'demo-approver',
  },
  {
    id: 'demo-contractor',
    name: 'チャン・ミン',
    name_en: 'Tran Minh',
    role: 'engineer',
    superior: 'demo-engineer',
    outsourced: true,
  },
  {
    id: 'demo-responder',
    name: '石井 彩',
    name_en: 'Aya Ishii',
    role: 'responder',
    superior: 'demo-approver',
  },
  {
    id: 'demo-controller',
    name: '西田 航',
    name_en: 'Wataru Nishida',
    role: 'controller',
    superior: 'demo-owner',
  },
  { id: 'demo-auditor', name: '上田 恵', name_en: 'Megumi Ueda', role: 'auditor' },
  {
    id: 'demo-viewer',
    name: '小川 奏',
    name_en: 'Kanade Ogawa',
    role: 'viewer',
    superior: 'demo-controller',
  },
]

const DEMO: Actor = { id: 'system:demo' }

/** Enters the demo's people where nobody was ever entered; a visitor of the same machine then acts as the first. */
export async function seedDemoPeople(ctx: Context): Promise<void> {
  await inTransaction(ctx.db, async (tx) => {
    if (await isOwned(tx)) return
    for (const { id, name, name_en, role, superior, outsourced } of DEMO_PEOPLE) {
      const kind = outsourced ? 'outsourced' : 'employee'
      await enterPerson(ctx, tx, DEMO, {
        id,
        name,
        name_en,
        kind,
        ...(superior !== undefined && { superior }),
      })
      await grantRole(ctx, tx, DEMO, { person: id, role, fromMs: ctx.clock.now() })
    }
    await enterDemo(
      tx,
      DEMO_PEOPLE.map(({ id }) => id),
    )
  })
}
