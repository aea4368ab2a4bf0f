import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what to resources, their forecasts and the plans that enlarge them. */
export const capacityPolicy = {
  'capacity.read': {
    ja: '容量、予測、増設計画を見る',
    en: 'See capacities, forecasts and plans',
    roles: ROLES,
  },
  'capacity.plan': {
    ja: '増設計画を起案・改訂し、取り下げ、届いたことを記録する',
    en: 'Put plans forward, amend and withdraw them, and record what came',
    roles: ['quality-owner', 'designer', 'engineer'],
  },
  'capacity.approve': {
    ja: '増設計画を承認する',
    en: 'Approve plans',
    roles: ['quality-owner', 'approver'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof capacityPolicy> {}
}
