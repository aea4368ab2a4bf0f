import type { Text } from '../../platform/text.ts'

/** What happened, in plain words, by the type of the fact. */
const WORDS: Record<string, Text> = {
  'estate.workspace.applied': {
    ja: '設備の文書が入れ替えられた',
    en: 'The estate’s documents were replaced',
  },
  'ledger.origin.opened': { ja: '台帳が開かれた', en: 'The ledger was opened' },
  'ledger.key.added': { ja: '署名鍵が加えられた', en: 'A signing key was added' },
  'ledger.key.retired': { ja: '署名鍵が引退した', en: 'A signing key was retired' },
  'charter.attestation.made': { ja: '確かめたことが記録された', en: 'Something was attested' },
  'charter.attestation.withdrawn': { ja: '記録が取り下げられた', en: 'An attestation was taken back' },
  'charter.rule.drafted': { ja: '規則の版が書かれた', en: 'A version of a rule was drafted' },
  'charter.rule.amended': { ja: '規則の版が書き直された', en: 'A version of a rule was amended' },
  'charter.rule.submitted': { ja: '規則の承認が求められた', en: 'A rule was submitted for approval' },
  'charter.rule.approved': { ja: '規則が承認された', en: 'A rule was approved' },
  'charter.rule.retired': { ja: '規則が廃止された', en: 'A rule was retired' },
  'charter.waiver.requested': { ja: '免除が申請された', en: 'A waiver was asked for' },
  'charter.waiver.granted': { ja: '免除が承認された', en: 'A waiver was granted' },
  'charter.waiver.withdrawn': { ja: '免除が取り下げられた', en: 'A waiver was withdrawn' },
  'charter.edition.drafted': { ja: '憲章の版が書かれた', en: 'An edition of the charter was drafted' },
  'charter.edition.amended': { ja: '憲章の版が書き直された', en: 'An edition of the charter was amended' },
  'charter.edition.approved': { ja: '憲章の版が承認された', en: 'An edition of the charter was approved' },
  'charter.public-edition.drafted': {
    ja: '公開する内容が選ばれた',
    en: 'What becomes public was chosen',
  },
  'charter.public-edition.submitted': {
    ja: '公開版の承認が求められた',
    en: 'A public edition was submitted for approval',
  },
  'charter.public-edition.approved': { ja: '公開版が承認された', en: 'A public edition was approved' },
  'charter.public-edition.published': { ja: '公開版が公開された', en: 'A public edition was published' },
  'charter.public-edition.sealed': {
    ja: '公開版の内容が台帳に封じられた',
    en: 'The content of a public edition was sealed',
  },
  'charter.public-edition.withdrawn': {
    ja: '公開版が取り下げられた',
    en: 'A public edition was withdrawn',
  },
  'charter.verdict.turned': { ja: '判定が変わった', en: 'A verdict turned' },
  'charter.finding.opened': { ja: '指摘が起こされた', en: 'A finding was opened' },
  'charter.action.planned': { ja: '是正が計画された', en: 'A corrective action was planned' },
  'charter.action.replanned': { ja: '是正が計画し直された', en: 'A corrective action was planned anew' },
  'charter.action.done': { ja: '是正が済んだ', en: 'A corrective action was done' },
  'charter.action.verified': { ja: '是正が確かめられた', en: 'A corrective action was verified' },
  'charter.action.rejected': { ja: '是正が差し戻された', en: 'A corrective action was rejected' },
  'charter.action.confirmed': { ja: '是正の効果が確かめられた', en: 'The effect of an action was confirmed' },
  'charter.action.refuted': { ja: '是正の効果がなかった', en: 'An action had no effect' },
  'charter.action.reopened': { ja: '是正が再び始まった', en: 'A corrective action was reopened' },
  'charter.adoption.planned': {
    ja: '不明をなくす計画が立てられた',
    en: 'A step towards knowing was planned',
  },
  'charter.review.held': { ja: '経営層の確認が行われた', en: 'A management review was held' },
  'charter.review.recorded': { ja: '経営層の確認が記録された', en: 'A management review was recorded' },
  'charter.review.approved': { ja: '経営層の確認が承認された', en: 'A management review was approved' },
  'guidelines.guideline.proposed': { ja: '指針が提案された', en: 'A guideline was proposed' },
  'guidelines.guideline.approved': { ja: '指針が承認された', en: 'A guideline was approved' },
  'guidelines.guideline.retired': { ja: '指針が廃止された', en: 'A guideline was retired' },
  'guidelines.exclusion.requested': {
    ja: '適用しないことが申し出られた',
    en: 'That nothing applies was asked for',
  },
  'guidelines.exclusion.approved': {
    ja: '適用しないことが承認された',
    en: 'That nothing applies was approved',
  },
  'guidelines.exclusion.withdrawn': {
    ja: '適用しないことが取り下げられた',
    en: 'That nothing applies was withdrawn',
  },
  'estate.departure.declared': {
    ja: '定常時からの逸脱が宣言された',
    en: 'A departure from the steady state was declared',
  },
  'estate.departure.ended': { ja: '定常時に戻った', en: 'A departure ended' },
  'maintenance.mail.received': { ja: '通知のメールが届いた', en: 'A notice came in by mail' },
  'maintenance.notice.read': { ja: '通知が読み取られた', en: 'A notice was read' },
  'maintenance.notice.decided': { ja: '通知の読みが決められた', en: 'The reading of a notice was decided' },
  'maintenance.lesson.approved': { ja: '読み方が承認された', en: 'A lesson was approved' },
  'maintenance.password.received': {
    ja: '書庫のパスワードが届いた',
    en: 'The password of an archive came in',
  },
  'maintenance.contact.recorded': {
    ja: '社外との連絡が記録された',
    en: 'A contact with a provider was recorded',
  },
  'maintenance.intake.checked': { ja: '通知の受け口が試された', en: 'The way in for notices was tried' },
  'maintenance.own.planned': { ja: '自社の作業が予定された', en: 'Work of our own was planned' },
  'maintenance.portal.read': {
    ja: '掲示ページの作業が登録された',
    en: 'Work on a provider’s page was entered',
  },
  'maintenance.register.proposed': {
    ja: '社外回線台帳の変更が申請された',
    en: 'A change of the register of external lines was put forward',
  },
  'maintenance.register.approved': {
    ja: '社外回線台帳の変更が承認された',
    en: 'A change of the register of external lines was approved and made',
  },
  'maintenance.register.withdrawn': {
    ja: '社外回線台帳の変更が取り下げられた',
    en: 'A change of the register of external lines was taken back',
  },
  'maintenance.relay.due': { ja: 'お客様への連絡が要る', en: 'Customers are to be told' },
  'maintenance.relay.drafted': {
    ja: 'お客様への連絡が下書きされた',
    en: 'A message to customers was drafted',
  },
  'maintenance.relay.approved': {
    ja: 'お客様への連絡が承認された',
    en: 'A message to customers was approved',
  },
  'maintenance.relay.sent': { ja: 'お客様への連絡が送られた', en: 'A message to customers was sent' },
  'maintenance.relay.answered': { ja: 'お客様から返事があった', en: 'A customer answered' },
  'maintenance.relay.withdrawn': {
    ja: 'お客様への連絡が取り下げられた',
    en: 'A message to customers was withdrawn',
  },
  'redundancy.draft.opened': { ja: '設計が始められた', en: 'A design was opened' },
  'redundancy.draft.saved': { ja: '設計の版が残された', en: 'A version of a design was kept' },
  'redundancy.draft.submitted': { ja: '設計の審査が求められた', en: 'A design was put forward for review' },
  'redundancy.draft.recalled': { ja: '設計が取り戻された', en: 'A design was taken back' },
  'redundancy.draft.refused': { ja: '設計が差し戻された', en: 'A design was sent back' },
  'redundancy.draft.approved': { ja: '設計が承認された', en: 'A design was approved' },
  'redundancy.draft.applied': { ja: '設計が現状に反映された', en: 'A design became the estate' },
  'redundancy.draft.withdrawn': { ja: '設計が取り下げられた', en: 'A design was withdrawn' },
  'capacity.forecast.made': { ja: '需要が予測された', en: 'A forecast was made' },
  'capacity.plan.proposed': { ja: '増設計画が起案された', en: 'A plan was put forward' },
  'capacity.plan.approved': { ja: '増設計画が承認された', en: 'A plan was approved' },
  'capacity.plan.withdrawn': { ja: '増設計画が取り下げられた', en: 'A plan was withdrawn' },
  'capacity.plan.delivered': { ja: '増設が届いた', en: 'What was planned came' },
  'people.person.entered': { ja: '人が登録された', en: 'A person was entered' },
  'people.person.amended': {
    ja: '人の名前・連絡先が書き直された',
    en: 'A person’s name or contacts were written anew',
  },
  'people.person.left': { ja: '人が去った', en: 'A person left' },
  'people.person.erased': {
    ja: '人の名前・連絡先が消去された',
    en: 'A person’s name and contacts were erased',
  },
  'people.superior.named': { ja: '上長が定められた', en: 'A superior was named' },
  'people.superior.ended': { ja: '上長でなくなった', en: 'A superior ceased to be one' },
  'people.team.formed': { ja: 'チームが作られた', en: 'A team was formed' },
  'people.team.joined': { ja: 'チームに加わった', en: 'Somebody joined a team' },
  'people.team.left': { ja: 'チームを離れた', en: 'Somebody left a team' },
  'people.role.defined': { ja: '役割が定められた', en: 'A role was defined' },
  'people.grant.given': { ja: '役割が与えられた', en: 'A role was granted' },
  'people.grant.withdrawn': { ja: '役割が取り上げられた', en: 'A role was withdrawn' },
  'people.delegation.given': { ja: '代行が任された', en: 'A delegation was given' },
  'people.delegation.revoked': { ja: '代行が終えられた', en: 'A delegation was revoked' },
  'people.token.issued': { ja: 'トークンが発行された', en: 'A token was issued' },
  'people.token.revoked': { ja: 'トークンが失効した', en: 'A token was revoked' },
  'people.link.issued': { ja: '一度だけのリンクが発行された', en: 'A one-time link was issued' },
  'people.passkey.added': { ja: 'パスキーが加えられた', en: 'A passkey was added' },
  'people.passkey.removed': { ja: 'パスキーが外された', en: 'A passkey was removed' },
  'people.password.set': { ja: 'パスワードが設定された', en: 'A password was set' },
  'people.identity.bound': { ja: '外部の認証と結ばれた', en: 'An identity was bound' },
  'people.identity.removed': { ja: '外部の認証が外された', en: 'An identity was removed' },
}

/** Undefined for types that have no words yet: then the type itself is shown. */
export function wordsOf(type: string): Text | undefined {
  return Object.hasOwn(WORDS, type) ? WORDS[type] : undefined
}

/** The types that have words, for the choice in the filter. */
export const KNOWN_TYPES: readonly string[] = Object.keys(WORDS)
