import type { Text } from '../../platform/text.ts'
import { number, plural } from '../../web/message.ts'

/** What the page of the charter's editions says, in both languages. */
export const words = {
  title: { ja: '憲章の版', en: 'Editions of the charter' },
  lead: {
    ja: '憲章の言葉そのもの。書いた人とは別の人が承認し、施行日から余白の判定とともに示される。',
    en: 'The words of the charter itself. Another than the author approves them, and from their date on the board shows them.',
  },
  none: { ja: 'ここで書かれた版はまだありません。', en: 'No edition has been worded here yet.' },
  noneDo: {
    ja: 'いま示されているのは、製品と文書の言葉です。「新しい版を書く」から始めてください。',
    en: 'What is shown now are the words of the product and the documents. Begin with “Word a new edition”.',
  },
  write: { ja: '新しい版を書く', en: 'Word a new edition' },
  amend: { ja: '書き改める', en: 'Word it anew' },
  edition: (edition: number): Text => ({ ja: `第${number(edition)}版`, en: `Edition ${number(edition)}` }),
  of: (title: Text, edition: number): Text => ({
    ja: `${title.ja} 第${number(edition)}版`,
    en: `${title.en}, edition ${number(edition)}`,
  }),
  issuer: { ja: '発行', en: 'Issued by' },
  read: { ja: '全文を読む', en: 'Read it whole' },
  compareWith: (edition: number): Text =>
    edition === 0
      ? { ja: '製品の言葉との違い', en: 'Compared with the words of the product' }
      : { ja: `第${number(edition)}版との違い`, en: `Compared with edition ${number(edition)}` },
  productWords: { ja: '製品の言葉', en: 'Words of the product' },
  same: { ja: '言葉は同じです。', en: 'The words are the same.' },
  preamble: { ja: '前文', en: 'Preamble' },
  form: {
    lead: {
      ja: '出すと承認を待つ。承認されるまでは書き改められ、承認された版は変わらない。',
      en: 'Once sent it waits for approval. Until then it can be worded anew; what was approved never changes.',
    },
    send: { ja: '承認に回す', en: 'Put forward for approval' },
    number: { ja: '版の番号', en: 'Number of the edition' },
    effective: { ja: '施行日', en: 'In force from' },
    titleJa: { ja: '題名（日本語）', en: 'Title (Japanese)' },
    titleEn: { ja: '題名（英語）', en: 'Title (English)' },
    officeJa: { ja: '発行者の役職（日本語）', en: 'Office of the issuer (Japanese)' },
    officeEn: { ja: '発行者の役職（英語）', en: 'Office of the issuer (English)' },
    person: { ja: '発行者', en: 'Issuer' },
    preambleJa: { ja: '前文（日本語）', en: 'Preamble (Japanese)' },
    preambleEn: { ja: '前文（英語）', en: 'Preamble (English)' },
    preambleHint: {
      ja: '段落の間は一行あける。日本語と英語の段落の数を揃える。',
      en: 'A blank line stands between paragraphs; both languages have as many.',
    },
    clauses: { ja: '条の言葉', en: 'The words of the clauses' },
    clausesHint: {
      ja: '開いて書き換える。番号と並びは変わらない。',
      en: 'Open a clause to word it. Numbers and order stay.',
    },
    ja: { ja: '日本語', en: 'Japanese' },
    en: { ja: '英語', en: 'English' },
    clauseTitle: { ja: '題', en: 'Title' },
    clauseText: { ja: '本文', en: 'Text' },
  },
  paragraphs: (ja: number, en: number): Text => ({
    ja: `前文の段落は、日本語が ${number(ja)}、英語が ${number(en)} です。同じ数にしてください。`,
    en: `The preamble has ${plural(ja, 'paragraph')} in Japanese and ${number(en)} in English. They must be as many.`,
  }),
  missing: (clause: string): Text => ({
    ja: `${clause} の題と本文は、日本語と英語の両方が要ります。`,
    en: `${clause} needs its title and text in both languages.`,
  }),
  sent: { ja: '承認に回しました。', en: 'Put forward for approval.' },
} as const
