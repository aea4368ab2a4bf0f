import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what to the estate. */
export const estatePolicy = {
  'estate.read': { ja: '設備と回線を見る', en: 'See the estate', roles: ROLES },
  'estate.apply': {
    ja: '設備の文書を入れ替える',
    en: 'Replace the documents of the estate',
    roles: ['quality-owner', 'designer', 'engineer'],
  },
  'estate.depart': {
    ja: '定常時からの逸脱を宣言し、終わらせる',
    en: 'Declare departures from the steady state, and their end',
    roles: ['quality-owner', 'designer', 'engineer', 'responder', 'controller'],
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof estatePolicy> {}
}
