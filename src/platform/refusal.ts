import type { Text } from './text.ts'

/** Why something that was asked for was not done, in terms that actions know. Over HTTP 403, 404, 409, 503, 401 and 429. */
export type RefusalKind = 'forbidden' | 'missing' | 'conflict' | 'unavailable' | 'unauthenticated' | 'limited'

/**
 * A request that was understood and is not carried out. Unlike an InputError nothing is wrong with its form, and
 * unlike any other error it is no failure of ours. The text reaches the person who asked: it holds no secret.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly kind: RefusalKind
  readonly text: Text

  constructor(kind: RefusalKind, text: Text) {
    super(text.en)
    this.kind = kind
    this.text = text
  }
}
