import { ROLES, type Policy, type PolicyOf } from '../../platform/http/permission.ts'

/** Who may do what to findings, actions, reviews and the adoption plan. */
export const improvementPolicy = {
  'improvement.read': {
    ja: '指摘・処置・マネジメントレビュー・導入計画を見る',
    en: 'See findings, actions, management reviews and the adoption plan',
    roles: ROLES,
  },
  'improvement.find': {
    ja: '指摘を起こす',
    en: 'Open a finding',
    roles: ['quality-owner', 'designer', 'engineer', 'approver', 'responder', 'controller', 'auditor'],
  },
  'improvement.plan': {
    ja: '処置を計画し、実施を報告する。導入計画を立てる',
    en: 'Plan actions and report them as done; plan the adoption',
    roles: ['quality-owner', 'designer', 'engineer', 'responder', 'controller'],
  },
  'improvement.approve-done': {
    ja: '処置の実施と効果を確かめる（担当者以外）',
    en: 'Verify that actions were done and helped (never one’s own)',
    roles: ['quality-owner', 'designer', 'engineer', 'approver', 'responder', 'controller', 'auditor'],
  },
  'improvement.review': {
    ja: 'マネジメントレビューを開き、記録する',
    en: 'Hold and record a management review',
    roles: ['quality-owner'],
  },
  'improvement.approve-review': {
    ja: 'マネジメントレビューの記録を承認する',
    en: 'Approve the record of a management review',
    roles: ['quality-owner', 'approver'],
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof improvementPolicy> {}
}
