import { expect, it } from 'vitest'
import { says, screensThatSay } from './search.ts'

const text = (ja: string, en: string) => ({ ja, en })

it('compares full width like half width and takes every word that is sought', () => {
  expect([says('ＴＳ 482', 'ts-48213'), says('a b', 'B, then a'), says('a c', 'a b')]).toEqual([
    true,
    true,
    false,
  ])
})

it('finds a screen by its title in both languages, by its word in the rail and by its address', () => {
  const screens = [
    { path: '/settings', title: text('設定', 'Settings') },
    {
      path: '/audits',
      title: text('監査', 'Audits'),
      rail: { emblem: '査', word: text('監査', 'Audit'), order: 1 },
    },
    { path: '/audits/$id', title: text('監査', 'Audits') },
  ]
  const found = (words: string) => screensThatSay(words, screens).map(({ href }) => href)
  expect([found('設定'), found('SETTING'), found('監査'), found('audit'), found('nothing')]).toEqual([
    ['/settings'],
    ['/settings'],
    ['/audits'],
    ['/audits'],
    [],
  ])
})
