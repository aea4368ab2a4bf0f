import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabelError, labelsKey, readLabels, seriesName } from '../labels.ts'
import { ProtobufError } from './protobuf.ts'
import { readWriteRequest } from './write-request.ts'
import { field, label, sample, varint, writeRequest } from './write.oracle.ts'

const bytes = (...parts: (Buffer | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part)))
const UP: [string, string][] = [
  ['__name__', 'up'],
  ['job', 'kensho'],
]
const nameOf = (section: string) => seriesName(readLabels(Buffer.from(section, 'latin1')))

describe('a request of remote write 1.0', () => {
  it('gives its samples with the bytes of their labels', () => {
    const sent = writeRequest(
      [
        {
          labels: UP,
          samples: [
            [1.5, 1_700_000_000_000],
            ['stale', 1_700_000_015_000],
            [NaN, 1_700_000_030_000],
          ],
        },
        {
          labels: [
            ['__name__', 'temperature'],
            ['site', '東京第二'],
          ],
          samples: [[-Infinity, 5]],
          histograms: 2,
        },
        { labels: UP, samples: [[0, -1_000]] },
      ],
      { up: 2, requests_total: 1, strange: 99 },
    )
    const read = readWriteRequest(sent)
    expect(read.of).toEqual([0, 0, 0, 1, 2])
    expect(read.values).toEqual([1.5, NaN, NaN, -Infinity, 0])
    expect([...read.stale]).toEqual([1])
    expect(read.atMs.slice(0, 4)).toEqual([1_700_000_000_000, 1_700_000_015_000, 1_700_000_030_000, 5])
    // Above 2^53 digits are lost: what matters is that it lies before 1970.
    expect(read.atMs[4]).toBeLessThanOrEqual(0)
    expect(read.series.map(nameOf)).toEqual([
      'up{job="kensho"}',
      'temperature{site="東京第二"}',
      'up{job="kensho"}',
    ])
    expect(read.series[0]).toBe(read.series[2])
    expect(read.histograms).toBe(2)
    expect(Object.fromEntries(read.kinds)).toEqual({
      up: 'gauge',
      requests_total: 'counter',
      strange: 'unknown',
    })
  })

  it('takes fields in any order, defaults that are left out, and fields that it does not know', () => {
    const mixed = field(
      1,
      bytes(
        sample(3, 9_000),
        label('job', 'a'),
        field(2, bytes([0x10], varint(7_000))),
        field(9, Buffer.from('new')),
        label('__name__', 'up'),
        [0x78, 1],
        [0x7d, 1, 2, 3, 4],
      ),
    )
    const read = readWriteRequest(bytes(field(7, Buffer.from('later')), mixed))
    expect(read.values).toEqual([3, 0])
    expect(read.atMs).toEqual([9_000, 7_000])
    expect(nameOf(read.series[0]!)).toBe('up{job="a"}')
  })

  const HOSTILE: [string, Buffer, RegExp][] = [
    ['a tag that is cut', bytes([0x8a]), /whole varint/],
    ['a varint of eleven bytes', bytes(Array<number>(11).fill(0xff)), /at most ten bytes/],
    ['a series longer than the message', bytes([0x0a, 200, 1], [1, 2]), /200 bytes, found 2/],
    ['a label longer than its series', field(1, bytes([0x0a, 90])), /90 bytes, found 0/],
    ['a series that is a number', bytes([0x08, 1]), /a time series \(wire type 2\), found wire type 0/],
    ['labels that are a number', field(1, bytes([0x08, 1])), /a label \(wire type 2\)/],
    ['samples that are a number', field(1, bytes([0x10, 1])), /a sample \(wire type 2\)/],
    ['a value that is text', field(1, field(2, field(1, Buffer.from('1.5')))), /a value \(wire type 1\)/],
    ['a value of seven bytes', field(1, field(2, bytes([0x09, 1, 2, 3, 4, 5, 6, 7]))), /8 bytes, found 7/],
    [
      'a timestamp of eight bytes',
      field(1, field(2, bytes([0x11, 1, 2, 3, 4, 5, 6, 7, 8]))),
      /a timestamp \(wire type 0\)/,
    ],
    ['field 0', bytes([0x02, 0]), /a field number/],
    ['a group', bytes([0x0b]), /found wire type 3/],
    ['an unknown group', bytes([0x7b]), /wire type 0, 1, 2 or 5, found 3/],
  ]
  it.each(HOSTILE)('refuses %s', (_, sent, expected) => {
    expect(() => readWriteRequest(sent)).toThrow(ProtobufError)
    expect(() => readWriteRequest(sent)).toThrow(expected)
  })

  it('ends for any bytes and any damage, with samples or a ProtobufError', () => {
    const good = writeRequest([
      {
        labels: UP,
        samples: [
          [1, 1_700_000_000_000],
          [2, 1_700_000_001_000],
        ],
      },
    ])
    const seen = { read: 0, refused: 0 }
    const tryReading = (damaged: Buffer) => {
      try {
        readWriteRequest(damaged)
        seen.read += 1
      } catch (problem) {
        expect(problem).toBeInstanceOf(ProtobufError)
        seen.refused += 1
      }
    }
    for (let cut = 0; cut < good.length; cut += 1) tryReading(good.subarray(0, cut))
    const place = fc.nat(good.length - 1)
    fc.assert(
      fc.property(place, fc.nat(255), fc.uint8Array({ maxLength: 60 }), (at, byte, noise) => {
        const damaged = Buffer.from(good)
        damaged[at] = byte
        tryReading(damaged)
        tryReading(Buffer.from(noise))
      }),
      { numRuns: 5_000, seed: 3 },
    )
    expect(seen.read + seen.refused).toBe(good.length + 10_000)
    expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(500)
  })
})

describe('labels', () => {
  it('keep every name that is allowed, and so never make one series of two', () => {
    const named = readLabels(bytes(label('__name__', 'up'), label('__proto__', 'a'), label('toString', 'b')))
    expect(seriesName(named)).toBe('up{__proto__="a",toString="b"}')
    expect(labelsKey(named)).not.toEqual(labelsKey(readLabels(bytes(label('__name__', 'up')))))
  })

  it('mean the same in whatever order they are sent', () => {
    const one = readLabels(bytes(label('__name__', 'up'), label('a', '1'), label('b', '2')))
    const other = readLabels(bytes(label('b', '2'), label('__name__', 'up'), label('a', '1')))
    expect(other).toEqual(one)
    expect(labelsKey(other).equals(labelsKey(one))).toBe(true)
    const third = readLabels(bytes(label('__name__', 'up'), label('a', '1",b="2')))
    expect(labelsKey(third).equals(labelsKey(one))).toBe(false)
  })

  const WRONG: [string, Buffer, RegExp][] = [
    ['no metric', label('job', 'a'), /the name of a metric \(the label __name__\), found none/],
    ['none at all', Buffer.alloc(0), /found none/],
    [
      'a label twice',
      bytes(label('__name__', 'up'), label('a', '1'), label('a', '2')),
      /each label once, found "a"/,
    ],
    ['an empty value', bytes(label('__name__', 'up'), label('a', '')), /a value of "a"/],
    ['an empty metric', label('__name__', ''), /of letters, digits/],
    ['a metric with a space', label('__name__', 'up now'), /"up now"/],
    ['a name with a dash', bytes(label('__name__', 'up'), label('a-b', '1')), /"a-b"/],
    ['a NUL', bytes(label('__name__', 'up'), label('a', 'x\0y')), /without NUL/],
    [
      'bytes that are no UTF-8',
      bytes(
        label('__name__', 'up'),
        field(1, bytes(field(1, Buffer.from('a')), field(2, Buffer.from([0xff, 0xfe])))),
      ),
      /UTF-8/,
    ],
    [
      'a value of 3,000 bytes',
      bytes(label('__name__', 'up'), label('a', 'x'.repeat(3_000))),
      /at most 2048 bytes/,
    ],
    ['65 labels', bytes(...Array.from({ length: 65 }, (_, n) => label(`l${n}`, 'x'))), /at most 64 labels/],
    ['a name that is a number', field(1, bytes([0x08, 1])), /text \(wire type 2\)/],
  ]
  it.each(WRONG)('with %s are refused', (_, section, expected) => {
    expect(() => readLabels(section)).toThrow(LabelError)
    expect(() => readLabels(section)).toThrow(expected)
  })
})
