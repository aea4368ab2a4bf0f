import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what to the public edition. Whoever reads what is published needs no permission. */
export const publicEditionPolicy = {
  'public-edition.read': {
    ja: '公開版の選択と版の履歴を見る',
    en: 'See what is chosen for the public edition, and its history',
    roles: ROLES,
  },
  'public-edition.choose': {
    ja: '公開する内容を選び、承認に回し、承認された版を公開する',
    en: 'Choose what becomes public, put it forward, and publish what was approved',
    roles: ['quality-owner'],
  },
  'public-edition.withdraw': {
    ja: '公開版を取り下げる',
    en: 'Withdraw the public edition',
    roles: ['quality-owner', 'approver'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof publicEditionPolicy> {}
}
