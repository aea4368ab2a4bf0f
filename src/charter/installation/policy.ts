import type { Policy, PolicyOf } from '../../platform/http/permission.ts'

/** Who may see how the installation stands. */
export const installationPolicy = {
  'installation.read': {
    ja: '設置の状態（公開先、メール、台帳の写しなど）を見る',
    en: 'See how the installation stands: address, mail, copies of the ledger',
    roles: ['quality-owner', 'engineer', 'responder', 'controller', 'auditor'],
  },
  'installation.try-mail': {
    ja: '自分あてに試しのメールを送る',
    en: 'Send a trial mail to oneself',
    roles: ['quality-owner', 'engineer'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof installationPolicy> {}
}
