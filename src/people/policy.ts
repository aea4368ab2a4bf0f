import { ROLES, type Policy, type PolicyOf } from '../platform/http/permission.ts'

/** Who may do what with persons, their organisation and their rights. */
export const peoplePolicy = {
  'people.own': {
    ja: '自分自身のもの（自分のトークン、自分からの委任、サインイン方法）を扱う',
    en: 'Handle what is one’s own: own tokens, delegations from oneself, ways of signing in',
    roles: ROLES,
    own: true,
  },
  'people.read': {
    ja: '人と組織を見る',
    en: 'See persons and their organisation',
    roles: ROLES,
  },
  'people.read-contacts': {
    ja: '人の連絡先を見る',
    en: 'See how persons are reached',
    roles: ['quality-owner', 'responder', 'controller'],
  },
  'people.read-rights': {
    ja: '全員の役割、委任、トークンを見る',
    en: "See everybody's roles, delegations and tokens",
    roles: ['quality-owner', 'auditor'],
  },
  'people.manage': {
    ja: '人、組織、上長を登録する',
    en: 'Enter persons, teams and superiors',
    roles: ['quality-owner'],
  },
  'people.grant': {
    ja: '役割を定め、与え、取り消す',
    en: 'Define, grant and withdraw roles',
    roles: ['quality-owner'],
  },
  'people.erase': {
    ja: '人の氏名と連絡先を消去する',
    en: "Erase a person's name and contacts",
    roles: ['quality-owner'],
  },
  'people.approve': {
    ja: '他の人が作ったものを承認する',
    en: 'Approve what others made',
    roles: ['quality-owner', 'approver'],
  },
} as const satisfies Policy

declare module '../platform/http/permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof peoplePolicy> {}
}
