import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import type { ResourcePage } from '../wall/page.ts'
import { amount, daysBetween } from './civil-words.ts'
import { words } from './words.ts'

/** From the day on which it runs out back to the day on which the budget is asked for, each with its reason. */
export function Chain({ page: { chain, row, today } }: { page: ResourcePage }) {
  const say = useSay()
  // Without a buffer the order goes out on the last deadline, or on the last day that works, itself.
  const orderAt = chain.findIndex(({ kind }) => kind === 'buffer')
  const last = chain.findLastIndex(({ kind }) => kind !== 'approval')
  const order = orderAt >= 0 ? orderAt : last
  return (
    <section className="capacity-part" aria-labelledby="chain-title">
      <h2 id="chain-title">{say(words.chain)}</h2>
      {chain.length === 0 ? (
        <p>{say(whyNone(row))}</p>
      ) : (
        <>
          <p className="meta">{say(words.chainLead)}</p>
          <ol className="chain">
            {chain.map(({ kind, date, days }, at) => (
              <li
                key={kind}
                className={`${at === order && row.order_by != null ? 'is-order' : ''}${date < today ? ' is-past' : ''}`}
              >
                <div>
                  <p>
                    <b>
                      <time dateTime={date}>{say(civilDate(date, false))}</time>
                    </b>{' '}
                    {say(words.links[kind])}
                    {at === order && row.order_by != null && kind !== 'buffer' && (
                      <> · {say(words.orderBy)}</>
                    )}
                  </p>
                  <p className="meta">
                    {say(words.why[kind](days))} · {say(words.daysLeft(daysBetween(today, date)))}
                  </p>
                </div>
              </li>
            ))}
          </ol>
          {row.order_by === null && <p className="overdue">{say(words.chainBroken)}</p>}
          {row.order !== undefined && (
            <p className="meta">
              {say(words.orderUnits(row.order.units, `${amount(row.order.amount)} ${say(row.unit)}`))}
            </p>
          )}
        </>
      )}
    </section>
  )
}

function whyNone({ cannot_forecast, exhausts }: ResourcePage['row']): Text {
  if (cannot_forecast !== undefined) return cannot_forecast
  return exhausts.date === null ? words.chainNever : words.chainNone
}
