import type { Text } from '../../platform/text.ts'

/** The way from the demo, or from nothing, to an operator's own charter. */
export const begin = {
  title: { ja: 'はじめに', en: 'Begin' },
  lead: {
    ja: '自分の網を持ち込み、自分のものにし、憲章の条項を一つずつ生かしていく道のり。できたことから印が変わる。',
    en: 'From here to your own charter: bring your network, make this yours, and bring one clause after another to life. Each mark turns when its step is done.',
  },
  done: { ja: '済み', en: 'Done' },
  open: { ja: 'これから', en: 'To do' },
  network: { ja: '網を持ち込む', en: 'Bring your network' },
  networkLead: {
    ja: '手元のファイルをそのまま選ぶ、または下の例を直して貼る。NetBox の書き出し、GraphML、RFC 8345、CSV、XLSX、YAML は、中身で見分ける。まず差分を示し、確かめてから入れ替える。',
    en: 'Choose a file that you have, or change the example below. NetBox exports, GraphML, RFC 8345, CSV, XLSX and YAML are told apart by their content. The difference is shown first; nothing is replaced until you say so.',
  },
  verdict: { ja: '2.1 の判定を見る', en: 'See the verdict of 2.1' },
  mine: { ja: '自分のものにする', en: 'Make it yours' },
  mineLead: {
    ja: 'デモの人と記録を取り除き、最初の責任者になる。止めてから次を実行し、起動のときに表示されるリンクを開く。持ち込んだ書類は、そのあともう一度送る。',
    en: 'Take out the demo’s people and records, and become the first owner: stop kensho, run this, and open the link that the next start prints. Send your documents again after that.',
  },
  mineDone: { ja: 'この設置には責任者がいます。', en: 'This installation has its owner.' },
  people: { ja: '人と上長を登録する', en: 'Enter people and their superiors' },
  peopleLead: {
    ja: '作った人は承認できない。少なくとも二人と、その上下の関係が要る。',
    en: 'Nobody approves his own work: it takes at least two persons, and who is above whom.',
  },
  peopleLink: { ja: '人の頁へ', en: 'To the people' },
  rules: { ja: '条項ごとの規則を定める', en: 'Put a rule into force' },
  rulesLead: {
    ja: '規則のない条項は守られているとは言えない。一つ書き、上長が承認すると効力を持つ。',
    en: 'A clause without a rule cannot hold. Write one; it is in force once a superior approved it.',
  },
  rulesLink: { ja: '規則の頁へ', en: 'To the rules' },
  attest: { ja: '確かめたことを証跡とともに記録する', en: 'Attest what was checked' },
  attestLead: {
    ja: '計算できない条項は、人が母集団と証跡と有効期間をそえて確かめる。どれか一つの条項の頁から。',
    en: 'What cannot be computed a person attests, with population, evidence and an end. Begin on the page of any clause.',
  },
  attestLink: { ja: '憲章へ', en: 'To the charter' },
  settings: { ja: 'メールと台帳の写しを設ける', en: 'Set up mail and copies of the ledger' },
  settingsLead: {
    ja: '事業者の通知を受け、知らせを送り、検印をこの機械の外に置く。',
    en: 'Take carriers’ notices, send news, and keep checkpoints outside this machine.',
  },
  settingsLink: { ja: '設定の頁へ', en: 'To the settings' },
} satisfies Record<string, Text>

/** A network to change and send: two sites with a line each to one carrier. Ours, and judged by the tests. */
export const EXAMPLE = `operator: { name: { ja: 私たちの会社, en: Our company }, zone: Asia/Tokyo }
nodes:
  - { id: tokyo-router }
  - { id: osaka-router }
  - { id: carrier, beyond_boundary: true }
links:
  - { id: access-1, from: tokyo-router, to: carrier, rides_on: [duct-east] }
  - { id: access-2, from: osaka-router, to: carrier, rides_on: [duct-west] }
  - { id: trunk, from: tokyo-router, to: osaka-router }
risks:
  - { id: duct-east, kind: duct }
  - { id: duct-west, kind: duct }
services:
  - { id: data, from: [carrier], to: [tokyo-router, osaka-router], any_to: true }
`
