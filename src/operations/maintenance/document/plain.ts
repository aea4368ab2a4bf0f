/**
 * One spelling for what carriers write in many: compatibility forms (full width, half-width kana, circled digits) by
 * NFKC, one hyphen, one wave dash, ordinary blanks, Japanese numerals before 年月日時分 as digits.
 */
export function plainText(text: string): string {
  return text
    .replace(/[①-⑳](?=\s*\d)/g, (mark) => `(${mark.codePointAt(0)! - 0x245f}) `)
    .normalize('NFKC')
    .replace(/(?![\t\n\r\f])\p{Cc}|[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]/gu, '')
    .replace(/[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, ' ')
    .replace(/[\u2010-\u2015\u2212\ufe63]/g, '-')
    .replace(/[\u301c\u223c\u223f\u02dc\u3030]/g, '~')
    .replace(/(?<=[\d時分日)]\s?)[ー一](?=\s?[\d午翌])/g, '-')
    .replace(
      /[〇一二三四五六七八九十]{1,5}(?=年|月|日(?!本|常|程|頃)|時(?!的|間|停|断|期|点)|分(?!の|け))/g,
      kanjiNumber,
    )
}

const KANJI_DIGITS = '〇一二三四五六七八九'

function kanjiNumber(text: string): string {
  if (!text.includes('十')) return Array.from(text, (char) => String(KANJI_DIGITS.indexOf(char))).join('')
  const [tens = '', ones = ''] = text.split('十')
  if (tens.length > 1 || ones.length > 1) return text
  return String(
    (tens === '' ? 1 : KANJI_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : KANJI_DIGITS.indexOf(ones)),
  )
}
