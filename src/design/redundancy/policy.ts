import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what to the findings of clause 2.1. */
export const redundancyPolicy = {
  'redundancy.read': {
    ja: '単一障害点とネットワークを見る',
    en: 'See single points of failure and the network',
    roles: ROLES,
  },
  'redundancy.draft': {
    ja: '設計を描き、審査を求める',
    en: 'Draw designs, and put them forward for review',
    roles: ['quality-owner', 'designer', 'engineer'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof redundancyPolicy> {}
}
