import { dateText, instantText } from '../../platform/civil-time.ts'
import type { Text } from '../../platform/text.ts'
import type { PublicContent, PublicState, Since } from './content.ts'

/** `令和8年10月1日`, `1 October 2026`: without the day of the week. */
function dayText(date: string): Text {
  const { ja, en } = dateText(date, { era: true })
  return { ja: ja.replace(/（.）$/, ''), en: en.replace(/^\w+ /, '') }
}

/** What the public edition says of itself, in both languages. Japanese dates are by era. */
export const pageWords = {
  demo: {
    ja: 'デモ：実在しない事業者の憲章です',
    en: 'Demo: the charter of an operator that does not exist',
  },
  edition: (number: number): Text => ({ ja: `第${number}版`, en: `Edition ${number}` }),
  inForce: (date: string): Text => ({
    ja: `${dayText(date).ja} 施行`,
    en: `in force since ${dayText(date).en}`,
  }),
  publicEdition: (number: number): Text => ({
    ja: `公開版 第${number}号`,
    en: `Public edition no. ${number}`,
  }),
  speaksOf: ({ at, zone }: PublicContent): Text => {
    const { ja, en } = instantText(Date.parse(at), zone, { era: true })
    return { ja: `${ja} 現在`, en: `as of ${en}` }
  },
  validUntil: (date: string): Text => ({
    ja: `${dayText(date).ja}まで、現在の内容としてお読みください。`,
    en: `Read it as current until ${dayText(date).en}.`,
  }),
  over: (date: string): Text => ({
    ja: `この公開版は古くなっています。現在の内容としてお読みいただけるのは ${dayText(date).ja} まででした。`,
    en: `This public edition is out of date. It was to be read as current until ${dayText(date).en}.`,
  }),
  changed: {
    ja: 'この公開版は古くなっています。ここに記した内容の一部が、その後に変わりました。',
    en: 'This public edition is out of date. Some of what it says has changed since.',
  },
  counts: ({ counts: { clauses, shown, judged } }: PublicContent): Text => ({
    ja: `憲章の全${clauses}項目のうち、${shown}項目を掲載し、うち${judged}項目に判定を添えています。`,
    en: `Of the ${clauses} entries of the charter, ${shown} are shown here, ${judged} of them with their state.`,
  }),
  verdicts: {
    pass: { ja: '適合', en: 'Holds' },
    fail: { ja: '不適合', en: 'Does not hold' },
    unknown: { ja: '不明', en: 'Unknown' },
    'not-applicable': { ja: '対象外', en: 'Does not apply' },
  } satisfies Record<PublicState['verdict'], Text>,
  meanings: {
    pass: {
      ja: '守られていることを、期限内の証跡が示しています。',
      en: 'Evidence that is still valid shows that the clause is kept.',
    },
    fail: {
      ja: '守られていないことが分かっています。',
      en: 'It is known that the clause is not kept.',
    },
    unknown: {
      ja: '示す証跡がないか、期限を過ぎています。適合を意味しません。',
      en: 'There is no evidence, or it has expired. This does not mean that the clause is kept.',
    },
    'not-applicable': {
      ja: 'この事業者には当てはまりません。',
      en: 'The clause does not apply to this operator.',
    },
  } satisfies Record<PublicState['verdict'], Text>,
  fresh: { ja: '証跡は期限内', en: 'evidence valid' },
  stale: { ja: '証跡は期限切れ', en: 'evidence expired' },
  since: ({ date, longer }: Since): Text => {
    const { ja, en } = dayText(date)
    return longer
      ? { ja: `${ja}以前から`, en: `since ${en} or earlier` }
      : { ja: `${ja}から`, en: `since ${en}` }
  },
  notJudged: { ja: '判定は掲載していません', en: 'state not published' },
  chapter: (id: string): Text => ({ ja: `第${id}章`, en: `Chapter ${id}` }),
  howToRead: { ja: '判定の読み方', en: 'How to read the states' },
  verify: { ja: 'この公開版の確かめ方', en: 'How to verify this edition' },
  verifyDigest: {
    ja: '掲載したすべての内容は edition.json にあります。その SHA-256 は次のとおりです（sha256sum edition.json）。',
    en: 'All that is shown here stands in edition.json, whose SHA-256 is this (sha256sum edition.json):',
  },
  verifyProof: {
    ja: 'この値が事業者の台帳に記録されていることは、次のコマンドで確かめられます。Node.js 20 以上があれば、通信なしで動きます。',
    en: 'That the operator’s ledger holds this value is shown by the following command. It needs Node.js 20 or newer and no network:',
  },
  verifyKept: {
    ja: '表示された記録の digest が上の値と同じであること、鍵が事業者から知らされたものであることを見比べてください（--key で鍵を指定できます）。',
    en: 'Compare the digest in the entry that it prints with the value above, and its key with the one that the operator told you (--key names it).',
  },
  verifyCheckpoint: (size: number): Text => ({
    ja: `判定のもとになった台帳は、次の署名付きチェックポイントのものです（${size}件、C2SP tlog-checkpoint）。写しを取っておけば、のちに台帳が書き換えられていないことを確かめられます。`,
    en: `The states rest on the ledger of this signed checkpoint (${size} entries, C2SP tlog-checkpoint). Keep a copy: with it you can tell later whether the ledger was rewritten.`,
  }),
  skip: { ja: '本文へ', en: 'Skip to the content' },
  otherLanguage: { ja: 'English', en: '日本語' },
  nothing: {
    ja: '公開されている版はありません。',
    en: 'No edition is published.',
  },
}
