import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what to the findings of clause 2.1. */
export const redundancyPolicy = {
  'redundancy.read': {
    ja: '単一障害点とネットワークを見る',
    en: 'See single points of failure and the network',
    roles: ROLES,
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof redundancyPolicy> {}
}
