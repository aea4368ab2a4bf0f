/** A sentence in both languages. Neither is a translation of the other; both say the same thing. */
export type Text = { ja: string; en: string }

export type Language = keyof Text

/** JSON as it is stored in facts and documents. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
