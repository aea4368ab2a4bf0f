import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what with the ledger. Nobody may change it; putting facts in is part of what actions do. */
export const ledgerPolicy = {
  'ledger.read': {
    ja: '台帳の記録と証明を見る',
    en: 'See the entries of the ledger and their proofs',
    roles: ROLES,
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof ledgerPolicy> {}
}
