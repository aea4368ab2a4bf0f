import type { Text } from '../platform/text.ts'
import type { Wording } from './guideline.ts'
import { cellId, type Place } from './matrix.ts'

/** A guideline that stands ready in a cell; it counts once somebody owns it and another has approved it. */
export type Prefilled = Omit<Wording, 'owner'>

function prefilled(place: Place, title: Text, text: Text, controls: string[]): Prefilled {
  return { id: `g-${cellId(place).replace('.', '-')}`, ...place, title, text, controls }
}

/**
 * The cells that the charter's chapters name themselves: chapter 2 designs for reliability, availability and
 * maintainability; chapter 3 builds for reliability and maintainability; chapter 4 keeps production reliable, intact
 * and safe; chapter 5 keeps systems available and intact. What carries each are the clauses of its chapter.
 */
export const PREFILLED: readonly Prefilled[] = [
  prefilled(
    { phase: 'design', viewpoint: 'reliability' },
    { ja: '一つの故障で止まらない', en: 'No single fault stops a service' },
    {
      ja: '役務に必要な回線・機器と、それらが共に頼るものは、定常時にどの一つが失われても役務が続くように設計する。',
      en: 'Lines and equipment that a service needs, and whatever they lean on together, are designed so that the service goes on when any one of them is lost in the steady state.',
    },
    ['2.1'],
  ),
  prefilled(
    { phase: 'design', viewpoint: 'availability' },
    { ja: '需要が伸びても足りる', en: 'Enough for the demand to come' },
    {
      ja: '需要の予測と、一か所が失われたときの迂回を見込み、各資源の最大の容量を超えないように設計する。',
      en: 'Resources are sized for the forecast demand, and for the detours that it takes when one place is lost, without passing the most that each can carry.',
    },
    ['2.1', '2.2'],
  ),
  prefilled(
    { phase: 'design', viewpoint: 'maintainability' },
    { ja: '役務を止めずに手を入れられる', en: 'Work is possible without stopping a service' },
    {
      ja: '保守や交換のためにどの一つを外しても役務が続き、増設の余地が残るように設計する。',
      en: 'Any one part can be taken out for maintenance or replacement while services go on, and there is room to extend.',
    },
    ['2.1', '2.2'],
  ),
  prefilled(
    { phase: 'build-and-verification', viewpoint: 'reliability' },
    { ja: '確かめたものだけを商用に入れる', en: 'Only what was proven goes into production' },
    {
      ja: 'プログラムと設定は作成者以外が確認し、自動テスト・実機での機能試験・商用と同等の環境での結合試験・性能試験で確かめる。',
      en: 'Programs and configurations are reviewed by another than their author and proven by automated tests, by functional tests on real equipment, by integration tests in an environment equivalent to production, and by performance tests.',
    },
    ['3.1', '3.2.1', '3.2.2', '3.2.3', '3.2.3.1', '3.2.3.2', '3.2.3.3', '3.2.4'],
  ),
  prefilled(
    { phase: 'build-and-verification', viewpoint: 'maintainability' },
    { ja: '別の人が読み、直し、やり直せる', en: 'Another can read, repair and repeat it' },
    {
      ja: '作成者以外が読んで分かるものを作り、既存の機能は自動テストで守り、導入の手順は予行で確定させる。',
      en: 'What is built can be understood by others, automated tests keep existing functions, and the rollout procedure is settled in a rehearsal.',
    },
    ['3.1', '3.2.1', '3.2.5'],
  ),
  prefilled(
    { phase: 'operation-and-monitoring', viewpoint: 'availability' },
    { ja: '先に気づき、速く直す', en: 'Notice first, repair fast' },
    {
      ja: '社外の保守作業を漏れなく把握し、状態・容量・トラフィックを見張って自ら異常に気づき、対応と統制を分けた体制でいつでも復旧にあたる。',
      en: 'Maintenance by others is known without gaps; state, capacity and traffic are watched so that we notice first; and repair, apart from control, is possible at any hour.',
    },
    ['5.1', '5.2.1', '5.2.2', '5.2.3', '5.3.1', '5.3.2', '5.4'],
  ),
  prefilled(
    { phase: 'operation-and-monitoring', viewpoint: 'integrity' },
    { ja: '意図しない変更を通さない', en: 'Nothing changes without intent' },
    {
      ja: 'プログラム・インフラ・データは、承認された変更のほかには変わらず、変わったときにはすぐ分かる。',
      en: 'Programs, infrastructure and data change only as approved, and any other change is seen at once.',
    },
    ['5.5.1', '5.5.2', '5.5.3'],
  ),
  prefilled(
    { phase: 'production', viewpoint: 'reliability' },
    { ja: '商用の機器を頼れる状態に保つ', en: 'Production equipment stays dependable' },
    {
      ja: 'リリースは上長の承認を経て行い、設定を控え、商用の機器はふさわしい保守と、事業を続けられる取引先のもとに置く。',
      en: 'Releases pass a superior, configurations are backed up, and equipment in production is under suitable maintenance by parties that can stay in business.',
    },
    ['4.1', '4.3', '4.5.1', '4.5.2'],
  ),
  prefilled(
    { phase: 'production', viewpoint: 'integrity' },
    { ja: '承認されたとおりに動いている', en: 'It runs as approved' },
    {
      ja: '商用環境には承認された内容だけを入れ、触れる人を限って棚卸し、触れた記録を残し、設定が承認のとおりであることを確かめる。',
      en: 'Only approved content enters production; those who may touch it are few and taken stock of, what they did is recorded, and configurations are seen to be as approved.',
    },
    ['4.1', '4.2.2', '4.2.3', '4.3'],
  ),
  prefilled(
    { phase: 'production', viewpoint: 'safety' },
    { ja: '入り込まれず、漏らさない', en: 'Nobody enters, nothing leaks' },
    {
      ja: '未知の弱点が一つ突かれても管理ネットワークに入り込まれず、権限と記録を管理し、廃止する機器のデータは完全に消去する。',
      en: 'One unknown weakness is not enough to enter the management network, rights and records are managed, and the data of retired equipment is erased completely.',
    },
    ['4.2.1', '4.2.2', '4.2.3', '4.4'],
  ),
]
