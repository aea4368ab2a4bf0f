import type { Text } from '../../platform/text.ts'
import { plural } from '../../web/message.ts'

/** What the estate's screens say, in both languages. */
export const words = {
  title: { ja: '設備', en: 'Estate' },
  lead: {
    ja: '憲章が守るものすべて。拠点、機器、回線、役務と、それらが互いに頼り合うさま。',
    en: 'All that the charter protects: sites, devices, lines, services, and how they lean on each other.',
  },
  all: { ja: 'すべて', en: 'All' },
  id: { ja: 'ID', en: 'ID' },
  name: { ja: '名前', en: 'Name' },
  kind: { ja: '種類', en: 'Kind' },
  site: { ja: '拠点', en: 'Site' },
  product: { ja: '製品', en: 'Product' },
  validity: { ja: '有効', en: 'Valid' },
  now: { ja: '現在', en: 'now' },
  notNow: { ja: '現在は無効', en: 'not now' },
  nothing: {
    ja: '設備はまだ登録されていません。文書（YAML・JSON・CSV・XLSX）を選ぶか、端末から kensho apply で送ってください。',
    en: 'The estate holds nothing yet. Choose documents (YAML, JSON, CSV, XLSX) below, or send them from a terminal with kensho apply.',
  },
  back: { ja: '設備の一覧', en: 'All of the estate' },
  said: { ja: '文書にあること', en: 'What its document says' },
  names: { ja: 'これが頼るもの', en: 'What it names' },
  namedBy: { ja: 'これに頼るもの', en: 'What names it' },
  none: { ja: 'ありません。', en: 'Nothing.' },
  fails: { ja: 'これが失われたら、を見る', en: 'See what fails with it' },
  history: { ja: '台帳の記録', en: 'In the ledger' },
  noHistory: { ja: 'これを名指す記録はまだありません。', en: 'No fact names it yet.' },
  allHistory: { ja: '台帳ですべて見る', en: 'See all in the ledger' },
  unknown: { ja: 'その ID のものはありません。', en: 'There is nothing of that id.' },
  send: { ja: '文書を入れ替える', en: 'Replace the documents' },
  sendLead: {
    ja: '選んだ文書がそのまま設備の全体になります。まず差分を示し、確かめてから入れ替えます。前の版は残り、いつでも読み戻せます。',
    en: 'The documents that you choose become the whole of the estate. The difference is shown first, and nothing is replaced until you say so. Earlier revisions stay, and can be read again at any time.',
  },
  chooseFolder: { ja: 'フォルダーを選ぶ', en: 'Choose a folder' },
  drop: { ja: 'ここに落としても送れます。', en: 'Or drop them here.' },
  written: { ja: '書いて試す（YAML）', en: 'Or write it here (YAML)' },
  compare: { ja: 'いまの設備と比べる', en: 'Compare with what stands' },
  noDocuments: {
    ja: '文書（YAML・JSON・CSV・XLSX・GraphML・RFC 8345・Net2Plan）がありませんでした。',
    en: 'There was no document among them (YAML, JSON, CSV, XLSX, GraphML, RFC 8345, Net2Plan).',
  },
  choose: { ja: '文書を選ぶ', en: 'Choose documents' },
  comparing: { ja: '比べています…', en: 'Comparing…' },
  replacing: { ja: '入れ替えています…', en: 'Replacing…' },
  replace: { ja: 'この内容に入れ替える', en: 'Replace with these' },
  leave: { ja: 'やめる', en: 'Leave it' },
  same: {
    ja: 'いまの設備と同じです。入れ替えるものはありません。',
    en: 'It is what stands already; there is nothing to replace.',
  },
  counts: (added: number, changed: number, removed: number): Text => ({
    ja: `追加 ${added} 件、変更 ${changed} 件、削除 ${removed} 件`,
    en: `${added} added, ${changed} changed, ${removed} removed`,
  }),
  more: (count: number): Text => ({ ja: `ほか ${count} 件`, en: `${count} more` }),
  done: (revision: string): Text => ({
    ja: `版 ${revision} になりました。`,
    en: `Revision ${revision} stands now.`,
  }),
  files: (count: number): Text => ({ ja: `文書 ${count} 件`, en: plural(count, 'document') }),
} satisfies Record<string, Text | ((...given: never[]) => Text)>

/** The kinds of things, as the collections of documents hold them. */
export const KINDS: Record<string, Text> = {
  operator: { ja: '事業者', en: 'Operator' },
  charter: { ja: '憲章', en: 'Charter' },
  rules: { ja: '規則', en: 'Rules' },
  sites: { ja: '拠点', en: 'Sites' },
  rooms: { ja: '部屋', en: 'Rooms' },
  racks: { ja: 'ラック', en: 'Racks' },
  power_feeds: { ja: '電源', en: 'Power feeds' },
  ducts: { ja: '管路', en: 'Ducts' },
  parties: { ja: '関係者', en: 'Parties' },
  software: { ja: 'ソフトウェア', en: 'Software' },
  equipment: { ja: '機器', en: 'Equipment' },
  lines: { ja: '線路', en: 'Lines' },
  circuits: { ja: '回線', en: 'Circuits' },
  nodes: { ja: 'ノード', en: 'Nodes' },
  links: { ja: 'リンク', en: 'Links' },
  risks: { ja: 'リスク', en: 'Risks' },
  groups: { ja: '冗長グループ', en: 'Groups' },
  systems: { ja: 'システム', en: 'Systems' },
  services: { ja: '役務', en: 'Services' },
  demands: { ja: '需要', en: 'Demands' },
  pools: { ja: '共有の容量', en: 'Pools' },
  resources: { ja: '資源', en: 'Resources' },
  procedures: { ja: '手続き', en: 'Procedures' },
  customers: { ja: '卸先', en: 'Customers' },
  boundaries: { ja: '責任分界点', en: 'Boundaries' },
  states: { ja: '逸脱', en: 'Departures' },
  mappings: { ja: '対応', en: 'Mappings' },
}

export function kindWord(collection: string): Text {
  return KINDS[collection] ?? { ja: collection, en: collection }
}
