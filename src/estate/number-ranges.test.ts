import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { countOf, rangeOf, rangeText, sharedBy, type NumberRange } from './number-ranges.ts'
import { readNetworkFile } from './network-file.ts'
import { writeNetwork } from './write-network.ts'
import { networkAt } from './network-at.ts'
import { workspaceOfFiles } from './workspace-files.ts'

function range(written: string): NumberRange {
  const read = rangeOf(written)
  if (typeof read === 'string') throw new Error(`${written}: ${read}`)
  return read
}

describe('ranges of numbers and addresses', () => {
  it.each([
    ['telephone numbers', '09012340000-09012349999', undefined, 10_000n],
    ['one number', '09012340000', undefined, 1n],
    ['spaces around the dash', '001010000000000 - 001010000599999', undefined, 600_000n],
    ['ICCIDs that end in a check digit', '8981100000000000002-8981100000000009995', 'luhn', 1_000n],
    ['a prefix of IPv4', '203.0.113.0/24', undefined, 256n],
    ['one address', '203.0.113.7', undefined, 1n],
    ['addresses from and to', '203.0.113.10-203.0.113.19', undefined, 10n],
    ['all of IPv4', '0.0.0.0/0', undefined, 2n ** 32n],
    ['prefixes of /56 out of IPv6', '2001:db8::/40 in /56', undefined, 65_536n],
    ['a /64 by its addresses', '2001:db8::/64', undefined, 2n ** 64n],
    ['all of IPv6', '::/0', undefined, 2n ** 128n],
    ['prefixes of /26 out of IPv4', '100.64.0.0/10 in /26', undefined, 65_536n],
    ['an address with IPv4 at its end', '::ffff:192.0.2.1-::ffff:192.0.2.8', undefined, 8n],
  ] as const)('count %s: %s', (_what, written, check, count) => {
    expect(countOf(range(written), check)).toBe(count)
  })

  it.each([
    ['both ends of unequal length', '0901234-09012349', /one kind and length, not 7 digits and 8 digits/],
    ['ends of two families', '10.0.0.1-::1', /one kind and length/],
    ['an end before its beginning', '09012349999-09012340000', /not before its first/],
    ['host bits in a prefix', '203.0.113.7/24', /first address of the prefix, 203\.0\.113\.0\/24/],
    ['host bits in a prefix of IPv6', '2001:db8::1/40', /the prefix, 2001:db8::\/40/],
    ['too long a prefix', '203.0.113.0/33', /at most 32/],
    ['prefixes larger than their pool', '2001:db8::/40 in /32', /from \/40 to \/128/],
    ['a number with a sign', '+819012340000', /expected|a range such as/],
    ['three ends', '1-2-3', /a range such as/],
    ['text', 'many', /a range such as/],
    ['an address with a zone', 'fe80::1%eth0', /a range such as/],
    ['a number with a slash', '09012340000/24', /a range such as/],
  ])('are refused with %s', (_what, written, expected) => {
    expect(rangeOf(written)).toMatch(expected)
  })

  it('are refused where a check digit is wrong, or addresses should have one', () => {
    expect(countOf(range('8981100000000000003-8981100000000009995'), 'luhn')).toMatch(
      /8981100000000000003 is not/,
    )
    expect(countOf(range('203.0.113.0/24'), 'luhn')).toMatch(/not addresses/)
  })

  it('are written back as the addresses that they are (1,000)', () => {
    let checked = 0
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => {
        const text = rangeText(range(address))
        expect(range(text)).toEqual(range(address))
        if (address.includes(':')) expect(`[${text}]`).toBe(new URL(`http://[${address}]`).hostname)
        checked += 1
      }),
      { numRuns: 1_000, examples: [['::'], ['::1'], ['1::'], ['1:0:0:2:0:0:0:3'], ['0:1:0:1:0:1:0:1']] },
    )
    expect(checked).toBe(1_000)
  })
})

const resource = (change: object) => ({ id: 'sim', unit: 'numbers', ...change })
const read = (...resources: object[]) =>
  readNetworkFile('net.json', new TextEncoder().encode(JSON.stringify({ nodes: [], resources })))

describe('a resource of ranges', () => {
  it('has as its maximum what its ranges hold, exactly, also beyond what a number can be', () => {
    const ranges = ['09012340000-09012349999', '09055550000-09055550000']
    expect(read(resource({ ranges, reserve: 1 })).resources[0]).toMatchObject({ maximum: 10_001, reserve: 1 })
    // Luhn: of ten numbers one is right.
    const iccids = { ranges: ['8981100000000000002-8981100000000009995'], check_digit: 'luhn' }
    expect(read(resource(iccids)).resources[0]!.maximum).toBe(1_000)
    expect(() => read(resource({ ranges: ['2001:db8::/64'] }))).toThrow(
      /found 18446744073709551616.*in \/LENGTH/,
    )
  })

  it('is written by its ranges alone, and read again as the same', () => {
    const network = read(resource({ ranges: ['203.0.113.0/24'], range_space: 'vrf-a' }))
    const { text } = writeNetwork(network)
    expect(text).not.toContain('maximum')
    expect(readNetworkFile('net.yaml', new TextEncoder().encode(text))).toEqual(network)
  })

  it.each([
    ['neither maximum nor ranges', [resource({})], /resources\[0\].*expected a resource with maximum/],
    [
      'both',
      [resource({ maximum: 5, ranges: ['10-14'] })],
      /resources\[0\]\.maximum.*counted from its ranges/,
    ],
    ['no range at all', [resource({ ranges: [] })], /resources\[0\]\.ranges.*at least 1/],
    ['text as a range', [resource({ ranges: ['10-14', 'ten'] })], /resources\[0\]\.ranges\[1\].*"ten"/],
    [
      'more reserve than numbers',
      [resource({ ranges: ['10-14'], reserve: 6 })],
      /reserve.*at most maximum \(5\)/,
    ],
    [
      'an overlap within it',
      [resource({ ranges: ['0100-0199', '0500-0599', '0150-0160'] })],
      /resources\[0\]\.ranges\[2\].*found 0150-0160 of sim, which shares 0150-0160 with ranges\[0\] of the same/,
    ],
    [
      'an overlap with another',
      [
        resource({ ranges: ['09012340000-09012349999'] }),
        resource({ id: 'sim-2', ranges: ['09099990000-09099999999', '09012349999-09012350010'] }),
      ],
      /resources\[1\]\.ranges\[1\].*which shares 09012349999 with ranges\[0\] of sim$/,
    ],
    [
      'an overlap of a prefix with a range far before it',
      [
        resource({ ranges: ['2001:db8::/32 in /56'] }),
        resource({ id: 'b', ranges: ['2001:db7::/48 in /56', '2001:db8:ff00::/40 in /48'] }),
      ],
      /resources\[1\]\.ranges\[1\].*2001:db8:ff00::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff with ranges\[0\] of sim$/,
    ],
  ])('is refused with %s', (_what, resources, said) => {
    let message = ''
    try {
      read(...resources)
    } catch (problem) {
      expect(problem).toBeInstanceOf(InputError)
      message = (problem as InputError).message
    }
    expect(message).toMatch(said)
  })

  it('may hold what stands in another space, in another length, or at another time', () => {
    const ranges = ['10.0.0.0/8']
    const spaces = read(resource({ ranges, range_space: 'vrf-a' }), resource({ id: 'b', ranges }))
    expect(spaces.resources).toHaveLength(2)
    expect(
      read(resource({ ranges: ['0100-0199'] }), resource({ id: 'b', ranges: ['100-199'] })).resources,
    ).toHaveLength(2)
    const estate = (moved: string) =>
      workspaceOfFiles([
        {
          path: 'all.json',
          content: new TextEncoder().encode(
            JSON.stringify({
              operator: { name: 'Test', zone: 'Asia/Tokyo' },
              resources: [
                resource({ ranges, valid_to: '2026-04-01' }),
                resource({ id: 'b', ranges, valid_from: moved }),
              ],
            }),
          ),
        },
      ]).estate
    const at = Date.parse('2026-05-01T00:00:00Z')
    expect(networkAt(estate('2026-04-01'), at).resources).toMatchObject([{ id: 'b', maximum: 2 ** 24 }])
    expect(() => estate('2026-03-31')).toThrow(/shares 10\.0\.0\.0-10\.255\.255\.255/)
  })

  it('is found to overlap exactly where numbers are held twice (500 sets of ranges, by brute force)', () => {
    const counted = { apart: 0, shared: 0 }
    const ranges = fc.array(fc.tuple(fc.nat(60), fc.nat(9)), { minLength: 2, maxLength: 6 })
    fc.assert(
      fc.property(fc.array(ranges, { minLength: 1, maxLength: 3 }), (resources) => {
        const held = resources
          .flat()
          .flatMap(([from, more]) => Array.from({ length: more + 1 }, (_none, at) => from + at))
        const written = resources.map((list, at) =>
          resource({ id: `r${at}`, ranges: list.map(([from, more]) => `${pad(from)}-${pad(from + more)}`) }),
        )
        const isTwice = new Set(held).size < held.length
        if (isTwice) expect(() => read(...written)).toThrow(/nothing else holds/)
        else
          expect(read(...written).resources.reduce((sum, { maximum }) => sum + maximum, 0)).toBe(held.length)
        counted[isTwice ? 'shared' : 'apart'] += 1
      }),
      {
        numRuns: 500,
        examples: [
          [
            [
              [
                [1, 2],
                [4, 0],
              ],
            ],
          ],
          [
            [
              [
                [1, 2],
                [9, 1],
              ],
              [
                [3, 3],
                [30, 1],
              ],
            ],
          ],
        ],
      },
    )
    expect(counted.apart + counted.shared).toBe(500)
    expect(Math.min(counted.apart, counted.shared)).toBeGreaterThan(0)
  })

  it('share nothing where they lie apart', () => {
    expect(sharedBy(range('10-19'), range('20-29'))).toBeUndefined()
    expect(sharedBy(range('10-19'), range('010-019'))).toBeUndefined()
  })
})

function pad(value: number): string {
  return String(value).padStart(3, '0')
}
