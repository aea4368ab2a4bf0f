import { BlockList, isIP } from 'node:net'

/**
 * A destination that may be called although its address is not public: a network or address, or a host name with
 * whatever it resolves to. Without a port, any port.
 */
export type Destination = {
  written: string
  port?: number
  to: { host: string } | { network: string; prefix: number; family: 4 | 6 }
}

const HOST_NAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/

/** Reads `10.0.0.0/8`, `192.0.2.5:8443`, `[fd00::/8]:443`, `fd00::1`, `netbox.example:8443`; else undefined. */
export function parseDestination(written: string): Destination | undefined {
  const text = written.toLowerCase()
  const bracketed = /^\[([^\]]+)\](?::(\d{1,5}))?$/.exec(text)
  const bare = /^([^:]+)(?::(\d{1,5}))?$/.exec(text)
  // An IPv6 address without brackets has colons of its own, so it cannot carry a port.
  const [target, portText] = bracketed ? bracketed.slice(1) : bare ? bare.slice(1) : [text]
  const port = portText === undefined ? undefined : Number(portText)
  if (target === undefined || (port !== undefined && (port < 1 || port > 65_535))) return undefined
  const to = parseTarget(target)
  return to && { written, ...(port !== undefined && { port }), to }
}

function parseTarget(target: string): Destination['to'] | undefined {
  const [address = '', prefixText, ...more] = target.split('/')
  const family = isIP(address)
  if (family === 0)
    return prefixText === undefined && HOST_NAME.test(target) && !/^[\d.]+$/.test(target)
      ? { host: target }
      : undefined
  const widest = family === 4 ? 32 : 128
  if (more.length > 0 || (prefixText !== undefined && !/^\d{1,3}$/.test(prefixText))) return undefined
  const prefix = prefixText === undefined ? widest : Number(prefixText)
  return prefix > widest ? undefined : { network: address, prefix, family: family === 4 ? 4 : 6 }
}

/**
 * Ranges that are not the public internet, from the IANA special-purpose registries: loopback, private, link-local
 * (with the metadata services of clouds), shared (CGNAT), documentation, benchmarking, multicast, reserved.
 */
const NOT_PUBLIC_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Of IPv6 only 2000::/3 is handed out; within it, what carries an IPv4 address or is special is not public. */
const PUBLIC_V6 = ['2000::', 3] as const
const NOT_PUBLIC_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const

const notPublicV4 = listOf('ipv4', NOT_PUBLIC_V4)
const publicV6 = listOf('ipv6', [PUBLIC_V6])
const notPublicV6 = listOf('ipv6', NOT_PUBLIC_V6)

function listOf(family: 'ipv4' | 'ipv6', ranges: readonly (readonly [string, number])[]): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family)
  return list
}

/**
 * Whether an address is on the public internet. IPv6 forms that carry an IPv4 address (mapped ::ffff:0:0/96,
 * NAT64 64:ff9b::/96, 6to4, Teredo) are never public: they reach whatever the embedded address is.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return !notPublicV4.check(address, 'ipv4')
  // A zone index (fe80::1%eth0) only exists on link-local addresses.
  if (family !== 6 || address.includes('%')) return false
  return publicV6.check(address, 'ipv6') && !notPublicV6.check(address, 'ipv6')
}

/** Whether a call to `host`, resolved to `address`, is among those that the configuration names. */
export function isAllowed(
  allowed: readonly Destination[],
  host: string,
  address: string,
  port: number,
): boolean {
  return allowed.some((destination) => {
    if (destination.port !== undefined && destination.port !== port) return false
    if ('host' in destination.to) return destination.to.host === host.toLowerCase()
    const { network, prefix, family } = destination.to
    if (isIP(address) !== family) return false
    const list = new BlockList()
    list.addSubnet(network, prefix, family === 4 ? 'ipv4' : 'ipv6')
    return list.check(address, family === 4 ? 'ipv4' : 'ipv6')
  })
}
