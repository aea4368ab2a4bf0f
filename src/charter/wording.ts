import type { Text } from '../platform/text.ts'

/** The head of a charter: who issues it, in which edition, from when. */
export type CharterHead = {
  title: Text
  edition: number
  /** Civil date in the operator's zone, `2026-10-01`. */
  effective: string
  issuer: { office: Text; name: Text }
  preamble: Text[]
}

/** The words with which our charter begins, for an operator who has not written its own. */
export const PREAMBLE: readonly Text[] = [
  {
    ja: '私たちの設備は、お客様の通信サービスの土台として使われている。ここで起きる障害は、その先で電話をかけ、決済をし、助けを呼ぶ人に届く。',
    en: 'Our systems are the ground on which our customers build their own services. A fault here reaches the people beyond them who place a call, pay a bill, or ask for help.',
  },
  {
    ja: 'だから私たちは、障害を起こさないことを何よりも重んじる。この憲章は、そのために何を定め、どう守っているかを示す。',
    en: 'So we put preventing faults before everything else. This charter states what we have laid down to that end, and how we keep it.',
  },
  {
    ja: '余白に記すのは、その条がいま守られているかどうかである。',
    en: 'The margin says whether each clause holds, now.',
  },
]
