import { expect, it } from 'vitest'
import { isThisMachine } from './demo.ts'
import { FORGOTTEN_AFTER_MS, limitKeys, placeOf, waitMs, waitWords } from './limit.ts'

it('counts one IPv6 customer as one place and two IPv4 addresses as two', () => {
  const same = ['2001:db8:1:2::1', '2001:0DB8:1:2:ffff:ffff:ffff:ffff', '2001:db8:1:2:0:0:0:9%eth0']
  expect(new Set(same.map(placeOf)).size).toBe(1)
  expect(placeOf('2001:db8:1:3::1')).not.toBe(placeOf('2001:db8:1:2::1'))
  expect(placeOf('::1')).toBe('0:0:0:0::/64')
  expect(placeOf('2001:db8::192.0.2.1')).toBe('2001:db8:0:0::/64')
  expect(placeOf('::ffff:192.0.2.1')).toBe('192.0.2.1')
  expect(placeOf('192.0.2.1')).not.toBe(placeOf('192.0.2.2'))
})

it('lets some failures go, then waits twice as long each time, never longer than told, and forgets after an hour', () => {
  const { bound } = limitKeys('login owner', '192.0.2.1')[2] ?? {}
  if (bound === undefined) throw new Error('an account at a place has a bound')
  const waits = [1, 4, 5, 6, 7, 12, 13, 1000].map((failures) => waitMs({ failures, lastAtMs: 0 }, bound, 0))
  expect(waits).toEqual([0, 0, 5_000, 10_000, 20_000, 640_000, 900_000, 900_000])
  expect(waitMs({ failures: 9, lastAtMs: 0 }, bound, 79_999)).toBe(1)
  expect(waitMs({ failures: 9, lastAtMs: 0 }, bound, 80_000)).toBe(0)
  expect(waitMs({ failures: 1000, lastAtMs: 0 }, bound, FORGOTTEN_AFTER_MS + 1)).toBe(0)
  expect(waitMs(undefined, bound, 0)).toBe(0)
})

it('keeps no account in the clear, and says the wait in seconds, then minutes', () => {
  const keys = limitKeys('login owner', '192.0.2.1').map(({ key }) => key)
  expect(keys).toHaveLength(3)
  expect(keys.join(' ')).not.toContain('owner')
  expect(waitWords(900).en).toContain('in 1 second.')
  expect(waitWords(119_000).ja).toContain('119 秒後')
  expect(waitWords(121_000).en).toContain('about 3 minutes')
})

it('takes only a loopback peer without anything in between for this machine', () => {
  const own = ['127.0.0.1', '127.1.2.3', '::1'].map((address) => isThisMachine({ address, proxied: false }))
  const other = ['192.0.2.1', '10.0.0.1', '0.0.0.0', '::', '127.0.0.1.example', '1127.0.0.1', undefined].map(
    (address) => isThisMachine({ address, proxied: false }),
  )
  expect(own).toEqual([true, true, true])
  expect(other.every((is) => !is)).toBe(true)
  expect(isThisMachine({ address: '127.0.0.1', proxied: true })).toBe(false)
})
