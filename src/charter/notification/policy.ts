import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who is told what. */
export const notificationPolicy = {
  'notification.own': {
    ja: '自分への知らせを読み、受け取り方を選ぶ',
    en: 'Read what one is told, and choose how',
    roles: ROLES,
    own: true,
  },
  'notification.turns': {
    ja: '判定が変わると知らせを受ける',
    en: 'Be told when a verdict turns',
    roles: ['quality-owner', 'designer', 'responder', 'controller'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof notificationPolicy> {}
}
