import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what to the quality guidelines. */
export const guidelinesPolicy = {
  'guidelines.read': { ja: '品質指針の表を見る', en: 'See the matrix of quality guidelines', roles: ROLES },
  'guidelines.write': {
    ja: '品質指針を起案・改訂・廃止する。適用しない升を申し出る',
    en: 'Propose, amend and retire guidelines; ask that a cell does not apply',
    roles: ['quality-owner', 'designer', 'engineer'],
  },
  'guidelines.approve': {
    ja: '品質指針と、適用しない升を承認する',
    en: 'Approve guidelines, and cells that do not apply',
    roles: ['quality-owner', 'approver'],
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof guidelinesPolicy> {}
}
