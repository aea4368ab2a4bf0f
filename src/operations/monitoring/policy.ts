import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may bring values into the monitoring store, and who may read them. */
export const monitoringPolicy = {
  'monitoring.read': {
    ja: '保存された系列とその値を見る',
    en: 'See stored series and their values',
    roles: ROLES,
  },
  'monitoring.write': {
    ja: '系列の値を送り込む（Prometheus の remote_write 用のトークンに与える）',
    en: 'Send values of series (for the token of a Prometheus that writes remotely)',
    roles: ['quality-owner', 'engineer'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof monitoringPolicy> {}
}
