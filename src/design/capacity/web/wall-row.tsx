import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark } from '../../../web/state.tsx'
import type { WallRowView } from '../wall/page.ts'
import { amount, dateText, daysBetween, MARK_OF, named, orderText, share } from './civil-words.ts'
import { Hairlines, isBeyond, placeOn, type Span } from './time-line.tsx'
import { words } from './words.ts'

type RowProps = { row: WallRowView; span: Span; today: string; names: Readonly<Record<string, Text>> }

/** One resource: who answers for it, how full it is, its days on the axis of all, and by when to order. */
export function WallRow({ row, span, today, names }: RowProps) {
  const say = useSay()
  const { id, name, state, owner, order_by, exhausts, under_failure } = row
  const says = words.rowSays(
    name,
    words.states[state],
    orderText(row),
    dateText(exhausts.date, words.afterHorizon),
  )
  return (
    <li className={`wall-row is-${state}`}>
      <div className="wall-name">
        <StateMark state={MARK_OF[state]} />
        <div>
          <h2>
            <Link href={paths.resource(id)}>{say(name)}</Link>
          </h2>
          <p className="meta">{say(owner === undefined ? words.noOwner : owner.name)}</p>
        </div>
      </div>
      <Usage row={row} />
      <div className="wall-time" role="img" aria-label={say(says)}>
        <Hairlines span={span} />
        <i className="today" style={{ left: `${placeOn(span, span.today)}%` }} />
        <Marks row={row} span={span} />
      </div>
      <div className="wall-order">
        <p className={`wall-date state-${MARK_OF[state]}`}>{say(orderText(row))}</p>
        <p className="meta">
          {order_by != null && `${say(words.states[state])} · `}
          {order_by == null && state === 'late' && say(words.states.late)}
          {order_by != null && say(words.daysLeft(daysBetween(today, order_by)))}
        </p>
        {exhausts.date !== null && (
          <p className="meta">
            {say(words.exhausts)} {say(civilDate(exhausts.date, false))}
          </p>
        )}
        {exhausts.date !== null && under_failure?.date === exhausts.date && (
          <p className="meta">N-1: {say(words.underFailure(named(names, under_failure.failure)))}</p>
        )}
        {row.cannot_forecast !== undefined && <p className="meta">{say(row.cannot_forecast)}</p>}
      </div>
    </li>
  )
}

function Usage({ row: { peak, usable, unit } }: { row: WallRowView }) {
  const say = useSay()
  const full = peak === null || usable <= 0 ? null : peak / usable
  return (
    <div className="wall-usage">
      <p>
        {peak === null ? say(words.noPeak) : amount(peak)} <span className="soft">/ {amount(usable)}</span>
        {full !== null && <b>{share(full)}</b>}
      </p>
      <div className="gauge" aria-hidden="true">
        <i style={{ width: `${Math.min(100, 100 * (full ?? 0))}%` }} />
      </div>
      <p className="meta">{say(unit)}</p>
    </div>
  )
}

function Marks({ row, span }: { row: WallRowView; span: Span }) {
  const { order_by, ask_by, exhausts, orders } = row
  const { date, lower, upper } = exhausts
  const at = (day: string) => ({ left: `${placeOn(span, day)}%` })
  const from = lower ?? date
  const [start, end] = [
    from === null ? null : placeOn(span, from),
    upper === null ? 100 : placeOn(span, upper),
  ]
  return (
    <>
      {order_by != null && date !== null && (
        <i
          className="reach"
          style={{
            left: `${placeOn(span, order_by)}%`,
            width: `${Math.max(0, placeOn(span, date) - placeOn(span, order_by))}%`,
          }}
        />
      )}
      {start !== null && start < 100 && (
        <i className="interval" style={{ left: `${start}%`, width: `${Math.max(0.4, end - start)}%` }} />
      )}
      {date !== null && !isBeyond(span, date) && <i className="runs-out" style={at(date)} />}
      {ask_by != null && ask_by >= span.from && !isBeyond(span, ask_by) && (
        <i className="ask" style={at(ask_by)} />
      )}
      {order_by != null && !isBeyond(span, order_by) && <i className="order" style={at(order_by)} />}
      {order_by != null && isBeyond(span, order_by) && <i className="beyond">›</i>}
      {orders
        .filter(({ delivered }) => delivered >= span.from && !isBeyond(span, delivered))
        .map((order) => (
          <i key={order.id} className="delivery" style={at(order.delivered)} />
        ))}
    </>
  )
}

/** What the marks on the axis mean. */
export function WallLegend() {
  const say = useSay()
  return (
    <ul className="wall-legend" aria-hidden="true">
      {(['ask', 'order', 'run', 'delivery', 'today'] as const).map((kind) => (
        <li key={kind}>
          <span className={kind === 'run' ? 'sample wide' : 'sample'}>
            <i className={kind === 'run' ? 'interval' : kind} />
            {kind === 'run' && <i className="runs-out" />}
          </span>
          {say(words.legend[kind])}
        </li>
      ))}
    </ul>
  )
}
