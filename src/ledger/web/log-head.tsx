import { useSay } from '../../web/language.tsx'
import { number } from '../../web/message.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { CommandLine } from '../../web/command-line.tsx'
import { Hash } from './hash.tsx'
import { momentLine } from './when.ts'
import { words } from './words.ts'

type Head = NonNullable<LedgerFacts['head']>

/** Origin, size and root of the log, and its newest checkpoint. */
export function LogHead({ head, zone }: { head: Head; zone: string }) {
  const say = useSay()
  return (
    <section aria-labelledby="head-title">
      <h2 id="head-title">{say(words.head)}</h2>
      <dl className="ledger-terms">
        <dt>{say(words.size)}</dt>
        <dd className="size">{number(head.size)}</dd>
        <dt>{say(words.newestAt)}</dt>
        <dd>
          <time dateTime={head.at}>{say(momentLine(head.at, zone))}</time>
        </dd>
        <dt>{say(words.origin)}</dt>
        <dd>
          <code>{head.origin}</code>
        </dd>
        <dt>{say(words.root)}</dt>
        <dd>
          <Hash value={head.root} />
        </dd>
        <dt>{say(words.checkpoint)}</dt>
        <dd>
          {head.checkpoint === null ? (
            say(words.noCheckpoint)
          ) : (
            <time dateTime={head.checkpoint.publishedAt}>
              {say(words.checkpointAt(head.checkpoint.size, momentLine(head.checkpoint.publishedAt, zone)))}
            </time>
          )}
        </dd>
      </dl>
    </section>
  )
}

/** How the reader makes us unable to rewrite the past: a checkpoint where we cannot reach it. */
export function KeepElsewhere({ head }: { head: Head }) {
  const say = useSay()
  if (head.checkpoint === null) return null
  const file = `kensho-checkpoint-${head.checkpoint.size}.txt`
  return (
    <section aria-labelledby="keep-title" className="unprinted">
      <h2 id="keep-title">{say(words.keepTitle)}</h2>
      <p>{say(words.keepWhy)}</p>
      <p className="ledger-actions">
        <a className="button" href="/api/ledger/checkpoint" download={file}>
          {say(words.keepSave)}
        </a>
        <a className="button" href="/api/ledger/export" download="kensho-ledger.export">
          {say(words.keepAll)}
        </a>
      </p>
      <p>{say(words.keepThen)}</p>
      <CommandLine line={`bin/kensho ledger verify --checkpoint ${file}`} />
    </section>
  )
}
