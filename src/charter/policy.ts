import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what to the charter. */
export const charterPolicy = {
  'charter.read': { ja: '憲章と判定を見る', en: 'See the charter and its verdicts', roles: ROLES },
  'charter.ask': {
    ja: '変更が何を壊すかを関門に問う',
    en: 'Ask the gate what a change would break',
    roles: ROLES,
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof charterPolicy> {}
}
