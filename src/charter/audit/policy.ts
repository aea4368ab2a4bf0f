import type { Policy, PolicyOf } from '../../platform/http/permission.ts'

/**
 * Who may do what in an audit. Every route of one engagement can be allowed on that engagement alone: an outside auditor
 * has the role of auditor on it, for a while, and on nothing else.
 */
export const auditPolicy = {
  'audit.read': {
    ja: '監査の依頼・母集団・標本・結論を見る',
    en: 'See engagements: populations, samples, requests and conclusions',
    roles: ['quality-owner', 'approver', 'controller', 'auditor'],
  },
  'audit.open': { ja: '監査を開く', en: 'Open an engagement', roles: ['auditor'] },
  'audit.work': {
    ja: '標本を選び、確かめ、依頼し、結論を出す',
    en: 'Draw samples, test them, ask for evidence, and conclude',
    roles: ['auditor'],
  },
  'audit.approve-report': {
    ja: '監査報告書を承認する（監査に加わった人以外）',
    en: 'Approve the report of an audit (never one’s own work)',
    roles: ['quality-owner', 'approver'],
  },
  'audit.own': {
    ja: '自分への依頼と、自分が見てよい監査を見て、依頼に答える',
    en: 'See what one is asked for and the engagements one may see; answer requests',
    roles: [],
    own: true,
  },
} as const satisfies Policy

declare module '../../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof auditPolicy> {}
}
