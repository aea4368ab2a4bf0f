import type { Text } from '../../../platform/text.ts'
import { same } from '../../../web/message.ts'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { words } from './words.ts'

/** What a maintenance is called where it is listed: its title, or who does it and under which number. */
export function labelOf(
  { maintenances, names }: Pick<MaintenanceImpact, 'maintenances' | 'names'>,
  key: string,
): Text {
  const found = maintenances.find((one) => one.key === key)
  if (found === undefined) return same(key)
  const { provider, number, title } = found
  const who = provider === 'own' ? words.own : (names[provider] ?? same(provider.replace(/^~/, '')))
  const what = title ?? same(number)
  const numbered = title === undefined ? same('') : same(number)
  const text = (language: 'ja' | 'en'): string =>
    [who[language], numbered[language], what[language]].filter((part) => part !== '').join(' ')
  return { ja: text('ja'), en: text('en') }
}
