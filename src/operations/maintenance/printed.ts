import type { Language, Text } from '../../platform/text.ts'
import type { Notice, NoticeImpact, NoticeStatus } from './notice.ts'

const STATUS: Readonly<Record<NoticeStatus, Text>> = {
  TENTATIVE: { ja: '仮', en: 'tentative' },
  CONFIRMED: { ja: '確定', en: 'confirmed' },
  CANCELLED: { ja: '中止', en: 'cancelled' },
  'IN-PROCESS': { ja: '作業中', en: 'in progress' },
  COMPLETED: { ja: '完了', en: 'completed' },
  'RE-SCHEDULED': { ja: '日程変更', en: 'rescheduled' },
}

const IMPACT: Readonly<Record<NoticeImpact, Text>> = {
  'NO-IMPACT': { ja: '影響なし', en: 'no impact' },
  'REDUCED-REDUNDANCY': { ja: '冗長性低下', en: 'reduced redundancy' },
  DEGRADED: { ja: '品質低下', en: 'degraded' },
  OUTAGE: { ja: '停止', en: 'outage' },
}

const OBJECTS_MAX = 20

/** The notices of one mail as lines for a terminal. */
export function printedNotices(file: string, notices: readonly Notice[], language: Language): string[] {
  const say = (text: Text): string => text[language]
  const lines = [file]
  for (const notice of notices) {
    const id =
      notice.maintenance_id === '' ? say({ ja: '(番号不明)', en: '(no number)' }) : notice.maintenance_id
    const review = notice.needs_review ? `  ${say({ ja: '◌ 要確認', en: '◌ needs review' })}` : ''
    lines.push(`  ${id}  ${say(STATUS[notice.status])}${review}`)
    for (const window of notice.windows) {
      lines.push(
        `    ${window.start} – ${window.end}${window.backup ? `  ${say({ ja: '(予備)', en: '(backup)' })}` : ''}`,
      )
    }
    for (const object of notice.objects.slice(0, OBJECTS_MAX))
      lines.push(`    ${object.id}  ${say(IMPACT[object.impact])}`)
    const more = notice.objects.length - OBJECTS_MAX
    if (more > 0) lines.push(`    ${say({ ja: `ほか ${more} 件`, en: `and ${more} more` })}`)
    for (const text of notice.reasons) lines.push(`    · ${say(text)}`)
    for (const other of notice.competing ?? []) {
      const windows = other.windows.map((window) => `${window.start} – ${window.end}`).join(', ')
      lines.push(`    ${say({ ja: '別の読み', en: 'other reading' })}: ${windows}`)
    }
  }
  return lines
}
