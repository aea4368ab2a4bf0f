import type { Text } from '../../../platform/text.ts'
import { KeepAsCsv } from '../../../web/keep-as-csv.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { civilDate } from '../../../web/civil.ts'
import type { ResourcePage } from '../wall/page.ts'
import { dateText, share } from './civil-words.ts'
import { words } from './words.ts'

const SHOWN_MAX = 24

/** Each earlier forecast beside what came since, and the way to lay it over the chart. */
export function Against({ page, then }: { page: ResourcePage; then: number | undefined }) {
  const say = useSay()
  const { against, row } = page
  return (
    <section className="capacity-part" aria-labelledby="against-title">
      <h2 id="against-title">{say(words.against)}</h2>
      {against.length === 0 ? (
        <p>{say(words.againstNone)}</p>
      ) : (
        <div className="table-scroll against" tabIndex={0} role="region" aria-label={say(words.againstTable)}>
          <table className="against-table">
            <thead>
              <tr>
                {[words.madeOn, words.saidExhausts, words.saidOrder, words.inside, words.lean].map((word) => (
                  <th key={word.en} scope="col">
                    {say(word)}
                  </th>
                ))}
                <th scope="col">
                  <span className="unseen">{say(words.overlay)}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {against.slice(0, SHOWN_MAX).map((one, at) => (
                <tr key={one.made_at}>
                  <td>{say(civilDate(one.observed, false))}</td>
                  <td>{say(dateText(one.exhausts.date, words.afterHorizon))}</td>
                  <td>{say(dateText(one.order_by, words.noDate))}</td>
                  <td>{say(one.compared === 0 ? words.notYet : words.insideOf(one.inside, one.compared))}</td>
                  <td>{one.lean !== null && say(leanText(one.lean))}</td>
                  <td>
                    {one.compared > 0 && (
                      <Link
                        keepScroll
                        href={paths.resource(row.id, at === then ? {} : { earlier: String(at) })}
                        aria-label={`${say(at === then ? words.overlaid : words.overlay)}: ${say(civilDate(one.observed, false))}`}
                      >
                        {say(at === then ? words.overlaid : words.overlay)}
                      </Link>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <KeepAgainst page={page} />
        </div>
      )}
    </section>
  )
}

function KeepAgainst({ page: { against, row } }: { page: ResourcePage }) {
  const say = useSay()
  const header = [words.madeOn, words.saidExhausts, words.saidOrder, words.inside, words.lean].map(say)
  const rows = () =>
    against.map(({ observed, exhausts, order_by, inside, compared, lean }) => [
      observed,
      exhausts.date ?? '',
      order_by ?? '',
      compared === 0 ? '' : `${inside}/${compared}`,
      lean ?? '',
    ])
  return <KeepAsCsv file={`forecasts-${row.id}`} header={header} rows={rows} />
}

const NOTHING = 0.005

function leanText(lean: number): Text {
  if (Math.abs(lean) < NOTHING) return words.asForecast
  return words.leanBy(share(Math.abs(lean)), lean > 0)
}
