import { z } from '@hono/zod-openapi'
import type { Text } from '../platform/text.ts'

const words = z.string().trim().min(1).max(4000)

/**
 * What a person says, in Japanese, in English, or in both. Nobody is made to write a language that he does not: what is
 * missing is kept as missing, and readers of that language are told so beside the words that there are.
 */
export const wordedSchema = z
  .object({ ja: words.optional(), en: words.optional() })
  .refine(({ ja, en }) => ja !== undefined || en !== undefined, {
    error: 'expected words in ja, in en, or in both',
  })

/** Both languages, the missing one marked as such. */
export function worded({ ja, en }: { ja?: string | undefined; en?: string | undefined }): Text {
  return {
    ja: ja ?? `（英語のみの記載）${en ?? ''}`,
    en: en ?? `(written in Japanese only) ${ja ?? ''}`,
  }
}
