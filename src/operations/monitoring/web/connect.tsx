import { useSay } from '../../../web/language.tsx'
import type { ListedPage } from '../page-schema.ts'
import { Copied } from './copied.tsx'
import { MakeToken } from './make-token.tsx'
import { words } from './words.ts'

/** How a Prometheus is made to send its values here: a token of its own, and the block for its configuration. */
export function Connect({ page: { bounds }, form }: { page: ListedPage; form: string | undefined }) {
  const say = useSay()
  return (
    <section className="connect">
      <h2>{say(words.connect)}</h2>
      <ol>
        <li>
          <p>{say(words.connectToken)}</p>
          <MakeToken isOpen={form === 'token'} />
        </li>
        <li>
          <p>{say(words.connectBlock)}</p>
          <Copied text={blockFor(location.origin)} name="prometheus.yml" />
        </li>
      </ol>
      <p>{say(words.connectThen)}</p>
      <p className="soft">{say(words.bounds(bounds.series, bounds.value_days, bounds.hour_days))}</p>
    </section>
  )
}

function blockFor(origin: string): string {
  return `remote_write:
  - url: ${origin}/api/v1/write
    authorization:
      credentials_file: /etc/prometheus/kensho-token
    write_relabel_configs:
      - source_labels: [__name__]
        regex: ifHCInOctets|ifHCOutOctets
        action: keep`
}
