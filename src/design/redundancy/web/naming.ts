import type { Text } from '../../../platform/text.ts'
import type { RedundancyPage } from '../page.ts'

/** What people call the things of a network: the name in each language, else the id. */
export type Naming = { of: (id: string) => Text; kindOf: (id: string) => Kind | undefined }

export type Kind = 'node' | 'link' | 'risk' | 'group' | 'service'

export const KIND_WORDS: Record<Kind, Text> = {
  node: { ja: '機器', en: 'node' },
  link: { ja: '回線', en: 'link' },
  risk: { ja: 'リスク', en: 'risk' },
  group: { ja: '冗長グループ', en: 'group' },
  service: { ja: '役務', en: 'service' },
}

type Named = { id: string; name?: string; name_en?: string }

export function namingOf({ nodes, links, risks, groups, services }: RedundancyPage['network']): Naming {
  const known = new Map<string, { kind: Kind; name: Text }>()
  const enter = (kind: Kind, things: readonly Named[]): void => {
    for (const thing of things) if (!known.has(thing.id)) known.set(thing.id, { kind, name: nameOf(thing) })
  }
  enter('node', nodes)
  enter('link', links)
  enter('risk', risks)
  enter('group', groups)
  enter('service', services)
  return { of: (id) => known.get(id)?.name ?? { ja: id, en: id }, kindOf: (id) => known.get(id)?.kind }
}

/** A name is never empty: without one, the id stands for it. */
export function nameOf({ id, name, name_en }: Named): Text {
  const ja = name === undefined || name === '' ? id : name
  return { ja, en: name_en === undefined || name_en === '' ? ja : name_en }
}
