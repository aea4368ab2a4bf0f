import { hash } from 'node:crypto'
import type { Letter } from '../../platform/mail.ts'
import type { Language, Text } from '../../platform/text.ts'
import type { News } from './news.ts'

const LINES_MAX = 50

const SUBJECT: Record<Language, (count: number) => string> = {
  ja: (count) => `kensho：お知らせ ${count} 件`,
  en: (count) => `kensho: ${count} ${count === 1 ? 'thing' : 'things'} to know`,
}
const MORE: Record<Language, (count: number) => string> = {
  ja: (count) => `ほか ${count} 件`,
  en: (count) => `and ${count} more`,
}
const FOOT: Text = {
  ja: '受け取り方はこちらで変えられます：',
  en: 'Change how you are told:',
}

/**
 * One mail with all of some news, in the language that its reader chose, else in both. Its id follows from what it
 * tells, so that a mail sent twice after a crash is one to the reader's mail program.
 */
export function newsLetter(
  to: string,
  news: readonly News[],
  language: Language | undefined,
  origin: string,
): Letter {
  const languages: Language[] = language === undefined ? ['ja', 'en'] : [language]
  const digest = hash('sha256', JSON.stringify([to, news.map(({ key }) => key)]))
  const subject =
    news.length === 1 ? firstOf(news[0]!, languages) : languages.map((one) => SUBJECT[one](news.length))
  return {
    to,
    messageId: `<news.${digest.slice(0, 32)}@${new URL(origin).hostname}>`,
    subject: subject.join(' / '),
    text: languages.map((one) => bodyOf(news, one, origin)).join('\n\n'),
    headers: { 'auto-submitted': 'auto-generated' },
  }
}

function firstOf({ text }: News, languages: readonly Language[]): string[] {
  return languages.map((one) => text[one])
}

function bodyOf(news: readonly News[], language: Language, origin: string): string {
  const lines = news.slice(0, LINES_MAX).map(({ text, link }) => `${text[language]}\n${origin}${link}`)
  const left = news.length - lines.length
  return [
    ...lines,
    ...(left > 0 ? [`${MORE[language](left)}\n${origin}/notifications`] : []),
    `${FOOT[language]} ${origin}/settings`,
  ].join('\n\n')
}
