import type { Kysely, Transaction } from 'kysely'

/** SQL is written with kysely's `sql` template in store.ts files; no table types are generated. */
export type Db = Kysely<unknown>
export type Tx = Transaction<unknown>
