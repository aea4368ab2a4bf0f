import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what with notices, their maintenances, and what customers are told of them. */
export const maintenancePolicy = {
  'maintenance.read': {
    ja: 'メンテナンス情報と、その原文を見る',
    en: 'See maintenances and the mails that announce them',
    roles: ROLES,
  },
  'maintenance.receive': {
    ja: 'メンテナンス通知のメールを登録する',
    en: 'Hand in mails with maintenance notices',
    roles: ['quality-owner', 'engineer', 'responder', 'controller'],
  },
  'maintenance.decide': {
    ja: '通知の読みを決める、窓口への照会・確認を記録する、自社作業を登録する',
    en: 'Decide what a notice says, record contacts with providers, announce own work',
    roles: ['quality-owner', 'engineer', 'responder'],
  },
  'maintenance.relay': {
    ja: '顧客への案内と回線事業者への依頼を起案する',
    en: 'Draft what customers and providers are written',
    roles: ['quality-owner', 'engineer', 'responder'],
  },
  'maintenance.register': {
    ja: '社外回線台帳の変更を申請し、取り下げる',
    en: 'Put changes of the register of external lines forward, and take them back',
    roles: ['quality-owner', 'engineer'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof maintenancePolicy> {}
}
