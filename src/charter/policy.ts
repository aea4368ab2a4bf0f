import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what to the charter. */
export const charterPolicy = {
  'charter.read': { ja: '憲章と判定を見る', en: 'See the charter and its verdicts', roles: ROLES },
  'charter.ask': {
    ja: '変更が何を壊すかを関門に問う',
    en: 'Ask the gate what a change would break',
    roles: ROLES,
  },
  'charter.attest': {
    ja: '確かめたことを証跡とともに記録する',
    en: 'Attest what was checked, with evidence',
    roles: ['quality-owner', 'designer', 'engineer', 'responder', 'controller', 'auditor'],
  },
  'charter.read-evidence': {
    ja: '証跡のファイルを読む',
    en: 'Read evidence files',
    roles: ['quality-owner', 'designer', 'engineer', 'approver', 'responder', 'controller', 'auditor'],
  },
  'charter.request-waiver': {
    ja: '免除を申請し、取り下げる',
    en: 'Ask for waivers and take them back',
    roles: ['quality-owner', 'designer', 'engineer', 'responder', 'controller'],
  },
  'charter.write-rules': {
    ja: '規則を書き、改め、承認に回し、廃止する',
    en: 'Write rules, amend, submit and retire them',
    roles: ['quality-owner', 'designer', 'engineer', 'approver'],
  },
  'charter.read-rules': {
    ja: '規則の本文を読む',
    en: 'Read the text of rules',
    roles: ['quality-owner', 'designer', 'engineer', 'approver', 'responder', 'controller', 'auditor'],
  },
  'charter.word': {
    ja: '憲章の文言を改める',
    en: 'Word an edition of the charter',
    roles: ['quality-owner'],
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof charterPolicy> {}
}
