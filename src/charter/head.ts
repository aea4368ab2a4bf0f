import { z } from 'zod'
import { InputError } from '../platform/failure.ts'
import type { Json, Text } from '../platform/text.ts'

const text = z.strictObject({ ja: z.string().min(1).max(2000), en: z.string().min(1).max(2000) })

const shape = z.strictObject({
  title: text.optional(),
  edition: z.number().int().min(1).max(10_000).optional(),
  effective: z.iso.date().optional(),
  issuer: z.strictObject({ office: text, name: text }).optional(),
  preamble: z.array(text).max(20).optional(),
})

/** The head of a charter: its name, who issues it, in which edition, from when. */
export type CharterHead = {
  title: Text
  edition: number
  /** Civil date in the operator's zone, `2026-10-01`; absent while nobody has put it into force. */
  effective?: string
  issuer?: { office: Text; name: Text }
  preamble: Text[]
}

/** The words with which our charter begins, for an operator who has not written its own. */
const PREAMBLE: readonly Text[] = [
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

/**
 * The head of a charter from the `charter` of a workspace; what it leaves out is ours. Throws InputError, with the path
 * in it, when something in it is not as it should be.
 */
export function charterHead(written: Json | undefined): CharterHead {
  const read = shape.safeParse(written ?? {})
  if (!read.success) {
    const issue = read.error.issues[0]!
    throw new InputError('workspace', { path: ['charter', ...issue.path].join('.') }, issue.message)
  }
  const { title, edition, effective, issuer, preamble } = read.data
  return {
    title: title ?? { ja: '品質憲章', en: 'Quality Charter' },
    edition: edition ?? 1,
    ...(effective !== undefined && { effective }),
    ...(issuer !== undefined && { issuer }),
    preamble: preamble ?? [...PREAMBLE],
  }
}
