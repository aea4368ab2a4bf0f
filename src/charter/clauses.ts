import type { Text } from '../platform/text.ts'

/** One entry of the charter. `text` is our wording of what the clause demands; the operator may word it anew. */
export type Clause = { id: string; title: Text; text?: Text }

/** The charter in its own order, chapters, clauses and the parts of clauses. */
export const CLAUSES: readonly Clause[] = [
  {
    id: '1',
    title: { ja: '品質指針', en: 'Quality guidelines' },
    text: {
      ja: '設計、製造・検証、運用・監視の各工程と商用環境のそれぞれに、信頼性・可用性・保守性・完全性・安全性から見た品質指針を定める。',
      en: 'For design, for build and verification, for operation and monitoring, and for the production environment, guidelines state what reliability, availability, maintainability, integrity and safety demand.',
    },
  },
  {
    id: '2',
    title: { ja: '設計', en: 'Design' },
    text: {
      ja: 'システムとネットワークは、信頼性・可用性・保守性の観点から設計する。',
      en: 'Systems and networks are designed for reliability, availability and maintainability.',
    },
  },
  {
    id: '2.1',
    title: { ja: '冗長設計', en: 'Redundant design' },
    text: {
      ja: '役務に必要な回線と機器は、定常時において、どの一つが失われても役務が止まらないように構成する。',
      en: 'In the steady state, no single line or device, once lost, stops a service that customers depend on.',
    },
  },
  {
    id: '2.2',
    title: { ja: '容量設計', en: 'Capacity design' },
    text: {
      ja: '需要の予測にもとづき、機器・回線・サーバの各資源が持ち得る最大の容量を見越して設計する。',
      en: 'Equipment, lines and servers are sized ahead of forecast demand, knowing the most that each can carry.',
    },
  },
  {
    id: '3',
    title: { ja: '製造・検証', en: 'Build and verification' },
    text: {
      ja: '信頼性と保守性の高いプログラムとネットワークを作るために、製造と検証の規則を定める。',
      en: 'Rules of building and verifying make programs and networks that are reliable and can be maintained.',
    },
  },
  {
    id: '3.1',
    title: { ja: '作成者以外による確認', en: 'Review by another' },
    text: {
      ja: 'プログラムと機器の設定は、作成した本人ではない担当者が確認する。',
      en: 'Programs and device configurations are reviewed by somebody who did not write them.',
    },
  },
  { id: '3.2', title: { ja: '検証', en: 'Verification' } },
  {
    id: '3.2.1',
    title: { ja: '自動テスト', en: 'Automated tests' },
    text: {
      ja: 'ソフトウェアの開発に自動テストを備え、既にある機能が保たれていることを確かめる。',
      en: 'Software is developed with automated tests that show existing functions still work.',
    },
  },
  {
    id: '3.2.2',
    title: { ja: '機能試験', en: 'Functional tests' },
    text: {
      ja: '通信システムで使う機能は、実機で動作を確かめる。',
      en: 'The functions that a communication system uses are proven on the real equipment.',
    },
  },
  {
    id: '3.2.3',
    title: { ja: '結合試験', en: 'Integration tests' },
    text: {
      ja: '商用と同等の環境を組み、ソフトウェアと通信システムを合わせて確かめる。',
      en: 'Software and communication systems are tested together in an environment equivalent to production.',
    },
  },
  {
    id: '3.2.3.1',
    title: { ja: 'システム間データ連携試験', en: 'Data exchange' },
    text: {
      ja: 'システムの間でデータが正しく渡ることを確かめる。',
      en: 'Data passes correctly between systems.',
    },
  },
  {
    id: '3.2.3.2',
    title: { ja: '障害試験', en: 'Failure tests' },
    text: {
      ja: '故障を起こし、備えが働くことを確かめる。',
      en: 'Faults are provoked, and the protection is seen to work.',
    },
  },
  {
    id: '3.2.3.3',
    title: { ja: '脆弱性検査', en: 'Vulnerability tests' },
    text: {
      ja: '攻撃に使われ得る弱点がないかを検査する。',
      en: 'Weaknesses that an attacker could use are searched for.',
    },
  },
  {
    id: '3.2.4',
    title: { ja: '性能試験', en: 'Performance tests' },
    text: {
      ja: '容量の上限を確かめ、想定する負荷をかけて性能を試す。',
      en: 'The upper limit of capacity is established, and performance is tested under the expected load.',
    },
  },
  {
    id: '3.2.5',
    title: { ja: '商用導入試験（リハーサル）', en: 'Rollout rehearsal' },
    text: {
      ja: '商用と同等の環境と体制で導入手順を試し、確定させる。',
      en: 'The rollout procedure is rehearsed with equivalent systems and staff until it is settled.',
    },
  },
  {
    id: '4',
    title: { ja: '商用環境', en: 'Production environment' },
    text: {
      ja: '商用環境の信頼性・完全性・安全性を、次の規則で守る。',
      en: 'These rules keep the production environment reliable, intact and safe.',
    },
  },
  {
    id: '4.1',
    title: { ja: 'システム・ネットワークの保護', en: 'Protection of systems and networks' },
    text: {
      ja: 'リリースは上長が作業内容を確かめ、承認したものだけを行う。意図しないリリースや不正なリリースは、仕組みとして通さない。',
      en: 'A release happens only when a superior has checked and approved its content; unintended or illicit ones cannot pass.',
    },
  },
  { id: '4.2', title: { ja: '商用環境へのアクセス', en: 'Access to production' } },
  {
    id: '4.2.1',
    title: { ja: 'ゼロデイ脆弱性への備え', en: 'Zero-day resistance' },
    text: {
      ja: '未知の脆弱性が一つ突かれても、管理ネットワークに入り込まれない。',
      en: 'One unknown vulnerability is not enough to enter the management network.',
    },
  },
  {
    id: '4.2.2',
    title: { ja: 'アクセス権の管理と棚卸', en: 'Access rights and their inventory' },
    text: {
      ja: '商用環境へのアクセス権は規則に従って与え、定期に棚卸する。',
      en: 'Rights of access to production are granted by rule and taken stock of at regular times.',
    },
  },
  {
    id: '4.2.3',
    title: { ja: 'アクセスログの保存と確認', en: 'Access logs kept and checked' },
    text: {
      ja: '商用機器へのアクセスの記録を保存し、確認する。',
      en: 'Records of access to production equipment are kept and checked.',
    },
  },
  {
    id: '4.3',
    title: { ja: '設定の管理', en: 'Configuration' },
    text: {
      ja: '商用機器の設定を管理し、控えを取る。',
      en: 'The configuration of every production device is managed and backed up.',
    },
  },
  {
    id: '4.4',
    title: { ja: '情報漏洩対策', en: 'Prevention of leaks' },
    text: {
      ja: '機器やシステムを廃止するときは、データを必ず完全に消去する。',
      en: 'When equipment or systems are retired, their data is always erased completely.',
    },
  },
  { id: '4.5', title: { ja: '機器', en: 'Equipment' } },
  {
    id: '4.5.1',
    title: { ja: '機器の保守', en: 'Equipment under maintenance' },
    text: {
      ja: '商用で動く機器は、ふさわしい保守が続いている。',
      en: 'Equipment in production stays under suitable maintenance.',
    },
  },
  {
    id: '4.5.2',
    title: { ja: '代理店とメーカーの事業継続性', en: 'Continuity of agents and makers' },
    text: {
      ja: '代理店とメーカーが事業を続けられるかを確かめる。',
      en: 'Whether agents and makers can stay in business is checked.',
    },
  },
  {
    id: '5',
    title: { ja: '運用・監視', en: 'Operation and monitoring' },
    text: {
      ja: 'システムとネットワークの可用性と完全性を保つために、次の規則を定める。',
      en: 'These rules keep systems and networks available and intact.',
    },
  },
  {
    id: '5.1',
    title: { ja: 'メンテナンス情報管理', en: 'Maintenance notices' },
    text: {
      ja: '利用する社外の回線とサービスの保守情報を、漏れなく管理する。',
      en: 'Maintenance of the external lines and services in use is known and managed, without gaps.',
    },
  },
  { id: '5.2', title: { ja: '監視', en: 'Monitoring' } },
  {
    id: '5.2.1',
    title: { ja: '監視システム', en: 'Monitoring system' },
    text: { ja: '監視の仕組みを築き、動かし続ける。', en: 'A monitoring system is built and kept running.' },
  },
  {
    id: '5.2.2',
    title: { ja: '容量監視', en: 'Capacity monitoring' },
    text: {
      ja: '機器・回線・システムの容量を見張る。',
      en: 'The capacity of equipment, lines and systems is watched.',
    },
  },
  {
    id: '5.2.3',
    title: { ja: 'トラフィック変動の監視', en: 'Traffic monitoring' },
    text: {
      ja: 'トラフィックの変動を実時間で捉えて知らせ、異常には自ら気づく。',
      en: 'Changes of traffic are caught and reported in real time; we notice anomalies ourselves, before others tell us.',
    },
  },
  { id: '5.3', title: { ja: '障害対応・報告', en: 'Incidents and reports' } },
  {
    id: '5.3.1',
    title: { ja: '障害判定の基準', en: 'Criteria of an incident' },
    text: {
      ja: '何を障害とするかの基準を定め、それを超えるものを障害として扱う。',
      en: 'Criteria say what an incident is, and whatever exceeds them is handled as one.',
    },
  },
  {
    id: '5.3.2',
    title: { ja: '対応と統制の分離', en: 'Repair and control apart' },
    text: {
      ja: '復旧にあたる者と全体を統制する者を分け、速い解消と社外への対応を両立させる。',
      en: 'Whoever leads an incident does not repair, so that it ends quickly and the outside is kept informed.',
    },
  },
  {
    id: '5.4',
    title: { ja: '24/365 対応', en: 'Around the clock' },
    text: {
      ja: '障害対応と統制を、いつでも、一年を通して実行できる体制を保つ。',
      en: 'Repair and control can be carried out at any hour of any day of the year.',
    },
  },
  { id: '5.5', title: { ja: '保守・更新', en: 'Upkeep and change' } },
  {
    id: '5.5.1',
    title: { ja: 'プログラムの意図しない変更', en: 'Unintended change of programs' },
    text: { ja: '意図しないプログラムの変更を防ぐ。', en: 'Programs do not change without intent.' },
  },
  {
    id: '5.5.2',
    title: { ja: 'インフラの意図しない変更', en: 'Unintended change of infrastructure' },
    text: { ja: '意図しないインフラの変更を防ぐ。', en: 'Infrastructure does not change without intent.' },
  },
  {
    id: '5.5.3',
    title: { ja: 'データの意図しない変更', en: 'Unintended change of data' },
    text: { ja: '意図しないデータの変更を防ぐ。', en: 'Data does not change without intent.' },
  },
]

/** The ids directly under a clause, in the charter's order. */
export function childrenOf(id: string): string[] {
  const depth = id.split('.').length + 1
  return CLAUSES.filter(
    (clause) => clause.id.startsWith(`${id}.`) && clause.id.split('.').length === depth,
  ).map((clause) => clause.id)
}

/** The clauses that a module carries: those without children, and 3.2.3, which demands something itself. */
export function carriedClauses(): string[] {
  return CLAUSES.filter((clause) => childrenOf(clause.id).length === 0 || clause.id === '3.2.3').map(
    (clause) => clause.id,
  )
}
