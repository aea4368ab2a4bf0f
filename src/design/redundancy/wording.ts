import { lookup } from '../../platform/lookup.ts'
import type { Text } from '../../platform/text.ts'
import { declarationOf, kindOf, type Elements } from './elements.ts'

/** What each kind of risk is called; kinds that are not listed are shown as they were written. */
const RISK_KIND = lookup<Text>({
  site: { ja: '拠点', en: 'site' },
  building: { ja: '建物', en: 'building' },
  room: { ja: '部屋', en: 'room' },
  rack: { ja: 'ラック', en: 'rack' },
  power: { ja: '電源', en: 'power feed' },
  duct: { ja: '管路', en: 'duct' },
  cable: { ja: 'ケーブル', en: 'cable' },
  carrier: { ja: '通信事業者', en: 'carrier' },
  'carrier-network': { ja: '通信事業者の網', en: 'carrier network' },
  provider: { ja: '提供事業者', en: 'provider' },
  software: { ja: 'ソフトウェア', en: 'software' },
  config: { ja: '設定', en: 'configuration' },
  platform: { ja: '基盤', en: 'platform' },
  cluster: { ja: 'クラスタ', en: 'cluster' },
})

const ELEMENT_KIND = {
  node: { ja: '機器', en: 'node' },
  link: { ja: '回線', en: 'link' },
  risk: { ja: 'リスク', en: 'risk' },
  group: { ja: '冗長グループ', en: 'group' },
} as const

/** The word for what an element is. */
export function wordFor(elements: Elements, element: number): Text {
  const kind = kindOf(elements, element)
  if (kind !== 'risk') return ELEMENT_KIND[kind]
  const declared = elements.network.risks[element - elements.firstRisk]!.kind
  return RISK_KIND[declared.toLowerCase()] ?? { ja: declared, en: declared }
}

/** What a person calls an element: its name where it has one, else what it is with its id. */
export function called(elements: Elements, element: number): Text {
  const { id, name, name_en } = declarationOf(elements, element)
  if (name !== undefined && name !== '') return { ja: name, en: name_en ?? name }
  const word = wordFor(elements, element)
  return { ja: `${word.ja} ${id}`, en: `${word.en} ${id}` }
}

/** A list in words, at most `namesMax` of them, then how many more. */
export function enumerated(names: readonly Text[], namesMax = 5): Text {
  const shown = names.slice(0, namesMax)
  const more = names.length - shown.length
  const en = shown.map((name) => name.en)
  const last = more > 0 ? `${more} more` : en.pop()
  return {
    ja: shown.map((name) => name.ja).join('、') + (more > 0 ? ` ほか ${more} 件` : ''),
    en: en.length === 0 ? (last ?? '') : `${en.join(', ')} and ${last}`,
  }
}
