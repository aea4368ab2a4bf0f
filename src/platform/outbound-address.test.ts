import { assert as assertProperty, constantFrom, ipV4, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAllowed, isPublicAddress, parseDestination } from './outbound-address.ts'

const NOT_PUBLIC = `
  0.0.0.0 10.0.0.1 10.255.255.255 100.64.0.1 100.127.255.255 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1
  172.31.255.255 192.0.0.1 192.0.2.7 192.168.1.1 198.18.0.1 198.19.255.255 198.51.100.1 203.0.113.9 224.0.0.1
  239.1.2.3 240.0.0.1 255.255.255.255
  :: ::1 fe80::1 fe80::1%eth0 fc00::1 fd12:3456:789a::1 fec0::1 ff02::1 2001:db8::1 2002:7f00:1:: 2001::1
  64:ff9b::7f00:1 64:ff9b:1::1 100::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:8.8.8.8 ::ffff:7f00:1 ::127.0.0.1
  fd00:ec2::254 3fff::1 5f00::1 localhost 1.2.3 0x7f.1 ::g`
const PUBLIC = `
  1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.1 169.253.1.1 172.15.0.1
  172.32.0.1 192.0.3.1 192.167.255.255 192.169.0.1 198.17.0.1 198.20.0.1 223.255.255.255
  2606:4700::1111 2a00:1450:4001::200e 2400:4050::1 2620:fe::fe`
const list = (text: string) => text.trim().split(/\s+/)

describe('public addresses', () => {
  it(`are told from those that are not: ${list(NOT_PUBLIC).length} and ${list(PUBLIC).length} of them`, () => {
    expect(list(NOT_PUBLIC).filter(isPublicAddress)).toEqual([])
    expect(list(PUBLIC).filter((address) => !isPublicAddress(address))).toEqual([])
  })

  it('never hide an IPv4 address inside an IPv6 one', () => {
    let checked = 0
    assertProperty(
      property(ipV4(), constantFrom('::ffff:', '::', '64:ff9b::'), (v4, prefix) => {
        checked += 1
        expect(isPublicAddress(prefix + v4)).toBe(false)
      }),
      { numRuns: 500 },
    )
    expect(checked).toBe(500)
  })
})

describe('the list of allowed destinations', () => {
  const good: [written: string, to: object, port?: number][] = [
    ['10.0.0.0/8', { network: '10.0.0.0', prefix: 8, family: 4 }],
    ['192.0.2.5:8443', { network: '192.0.2.5', prefix: 32, family: 4 }, 8443],
    ['fd00::/8', { network: 'fd00::', prefix: 8, family: 6 }],
    ['[fd00::1]:443', { network: 'fd00::1', prefix: 128, family: 6 }, 443],
    ['NetBox.example', { host: 'netbox.example' }],
    ['netbox:8080', { host: 'netbox' }, 8080],
  ]
  it.each(good)('reads %s', (written, to, port) => {
    expect(parseDestination(written)).toEqual({ written, to, ...(port && { port }) })
  })

  const bad = [
    '',
    '10.0.0.0/33',
    '10.0.0/8',
    '10.0.0.1:0',
    '10.0.0.1:70000',
    'fd00::/129',
    'a b',
    '-x',
    'host/8',
  ]
  it.each([...bad, 'http://host', '*.example', '1.2.3', '10.0.0.0/8/8', '10.0.0.0/'])(
    'does not read %j',
    (written) => {
      expect(parseDestination(written)).toBeUndefined()
    },
  )

  it('allows by network, host and port, and nothing beside', () => {
    const allow = ['10.1.0.0/16', 'netbox.example:8443', 'fd00::/8'].map((text) => parseDestination(text)!)
    expect(isAllowed(allow, 'x', '10.1.2.3', 80)).toBe(true)
    expect(isAllowed(allow, 'x', '10.2.0.1', 80)).toBe(false)
    expect(isAllowed(allow, 'x', '::ffff:10.1.2.3', 80)).toBe(false)
    expect(isAllowed(allow, 'NETBOX.example', '192.168.1.1', 8443)).toBe(true)
    expect(isAllowed(allow, 'netbox.example', '192.168.1.1', 443)).toBe(false)
    expect(isAllowed(allow, 'x.netbox.example', '192.168.1.1', 8443)).toBe(false)
    expect(isAllowed(allow, 'x', 'fd12::1', 1)).toBe(true)
    expect(isAllowed([], 'x', '127.0.0.1', 1)).toBe(false)
  })
})
