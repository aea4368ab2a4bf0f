import { saidWindow } from '../../charter/instant.ts'
import type { Network } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import type { PlannedWindow } from './maintenance.ts'
import type { WorsenedAt } from './worsened.ts'

/** What a change makes worse under notices, with all that its sentence names. */
export type Worsened = Omit<WorsenedAt, 'outages'> & { windows: PlannedWindow[]; named: Network }

const NAMES_MAX = 5

/** Notice, window, service and what remains, in one sentence. */
export function objectionText(
  { kind, service, windows, remaining, certain, named }: Worsened,
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
  zone: string,
): Text {
  const when = saidWindow(fromMs, untilMs, zone)
  const notices = enumerated(windows.map((window) => noticeName(window, zone)))
  const name = serviceName(named, service)
  const rest = enumerated(remaining.map((id) => elementName(named, id)))
  const doubt: Text = certain
    ? { ja: '', en: '' }
    : {
        ja: 'この通知は確定していないため、承諾が要ります。',
        en: ' The notice is not certain, so this needs acceptance.',
      }
  const [ja, en] = {
    down: [`${name.ja} が停止します。残る経路はありません。`, `takes down ${name.en}; no path remains.`],
    redundancy: [
      `${name.ja} は冗長を失います。残るのは ${rest.ja} で、${remaining.length > 1 ? 'そのどれか一つ' : 'それ'}が失われると停止します。`,
      `leaves ${name.en} without redundancy: what remains is ${rest.en}, and losing ${remaining.length > 1 ? 'any one of them' : 'it'} takes it down.`,
    ],
    capacity: [
      `${name.ja} の経路の ${rest.ja} が、あと一つの故障で容量を超えます。`,
      `leaves ${name.en} below its capacity under one more failure: ${rest.en} on its path would carry too much.`,
    ],
    'loads-unknown': [
      '回線の容量が足りるかを判定できません（調べる経路が多すぎます）。',
      'leaves open whether any line carries too much: there are too many ways to look at.',
    ],
  }[kind] as [string, string]
  return {
    ja: `${when.ja}、${notices.ja} の間にこの変更を行うと、${ja}${doubt.ja}`,
    en: `This change, ${when.en} during ${notices.en}, ${en}${doubt.en}`,
  }
}

export function unknownText(window: PlannedWindow, said: readonly string[], zone: string): Text {
  const notice = noticeName(window, zone)
  const names = enumerated(said.map((id) => ({ ja: `「${id}」`, en: `“${id}”` })))
  return {
    ja: `${notice.ja} が止める ${names.ja} は設備に登録がないため、この変更と重なって何が残るかを判定できません。`,
    en: `What ${notice.en} takes is not known, as the estate holds no ${names.en}: what remains beside this change cannot be judged.`,
  }
}

export function restText(services: number): Text {
  return {
    ja: `このほかに ${services} の役務が、メンテナンスと重なって影響を受けます。`,
    en: `${services} more services are affected, as it meets maintenances.`,
  }
}

/** Provider, its number, and its window. */
function noticeName({ provider, number, fromMs, untilMs }: PlannedWindow, zone: string): Text {
  const when = saidWindow(fromMs, untilMs, zone)
  const own = provider === 'own'
  return {
    ja: `${own ? '自社' : provider} のメンテナンス${number === '' ? '' : ` ${number}`}（${when.ja}）`,
    en: `${own ? 'our own maintenance' : `the maintenance of ${provider}`}${number === '' ? '' : ` ${number}`} (${when.en})`,
  }
}

function serviceName({ services }: Network, id: string): Text {
  const found = services.find((service) => service.id === id)
  if (found === undefined)
    return { ja: 'すべての機器が互いに届くこと', en: 'the reach of all nodes to each other' }
  return { ja: found.name ?? id, en: found.name_en ?? found.name ?? id }
}

function elementName({ nodes, links, risks, pools }: Network, id: string): Text {
  const found = [...nodes, ...links, ...risks].find((element) => element.id === id)
  if (found?.name !== undefined) return { ja: found.name, en: found.name_en ?? found.name }
  return pools.some((pool) => pool.id === id)
    ? { ja: `共有帯域 ${id}`, en: `pool ${id}` }
    : { ja: id, en: id }
}

function enumerated(names: readonly Text[]): Text {
  const shown = names.slice(0, NAMES_MAX)
  const more = names.length - shown.length
  const en = [...shown.map((name) => name.en), ...(more > 0 ? [`${more} more`] : [])]
  const last = en.pop() ?? ''
  return {
    ja: shown.map((name) => name.ja).join('、') + (more > 0 ? ` ほか ${more} 件` : ''),
    en: en.length === 0 ? last : `${en.join(', ')} and ${last}`,
  }
}
