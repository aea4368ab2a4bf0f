import { describe, expect, it } from 'vitest'
import { readNetwork } from '../read-network.ts'

const read = (xml: string) => {
  const { network, format } = readNetwork(
    'x.n2p',
    new TextEncoder().encode(`<?xml version='1.0' encoding='UTF-8'?>\n${xml}`),
  )
  expect(format).toBe('net2plan')
  return network
}

const nodes =
  '<node id="2" name="Madrid" xCoord="-3.7" yCoord="40.4"/><node id="3" name="" xCoord="283" yCoord="248"/><node id="4" name="Murcia" xCoord="-1.1" yCoord="37.9"/>'
const link = (id: number, from: number, to: number, capacity: number, pair?: number) =>
  `<link id="${id}" originNodeId="${from}" destinationNodeId="${to}" capacity="${capacity}" lengthInKm="10.5"${pair === undefined ? '' : ` bidirectionalPairId="${pair}"`}/>`

const couple = (id: number, from: number, to: number, back: number) =>
  `<link id="${id}" originNodeId="${from}" destinationNodeId="${to}" capacity="1.0" lengthInKm="1"><attribute key="bidirectionalCouple" value="${back}"/></link>`

describe('Net2Plan', () => {
  it('is not taken for SNDlib, whose outermost element is the same', () => {
    const sndlib =
      '<network xmlns="http://sndlib.zib.de/network" version="1.0"><networkStructure><nodes><node id="A"/></nodes><links/></networkStructure></network>'
    expect(() => read(sndlib)).toThrow(/expected a network: .* found none of these/u)
  })

  it('joins the two directions of a declared pair, each with its capacity', () => {
    const network = read(
      `<network name="n" version="6">${nodes}<layer id="1">${link(9, 2, 3, 50, 10)}${link(10, 3, 2, 40, 9)}${link(11, 2, 4, 7, -1)}
       <demand id="20" ingressNodeId="3" egressNodeId="2" offeredTraffic="18.5"/></layer></network>`,
    )
    expect(network.name).toBe('n')
    expect(network.nodes).toEqual([
      { id: '2', name: 'Madrid', position: { longitude: -3.7, latitude: 40.4 }, rides_on: [] },
      { id: '3', rides_on: [] },
      { id: '4', name: 'Murcia', position: { longitude: -1.1, latitude: 37.9 }, rides_on: [] },
    ])
    expect(
      network.links.map(({ id, from, to, directed, capacity }) => [id, from, to, directed, capacity]),
    ).toEqual([
      ['9', '2', '3', false, { forward: 50, backward: 40 }],
      ['11', '2', '4', true, { forward: 7, backward: 0 }],
    ])
    expect(network.demands).toEqual([{ from: '3', to: '2', volume: 18.5 }])
  })

  it('joins pairs that older versions declare by attribute, and no others', () => {
    const network = read(
      `<network name="" version="4">${nodes}<layer id="0">${couple(90, 2, 3, 91)}${couple(91, 3, 2, 90)}${couple(92, 2, 3, 94)}${couple(94, 3, 4, 92)}${link(95, 4, 2, 1)}${link(96, 2, 4, 1)}</layer></network>`,
    )
    expect(network.links.map(({ id, directed }) => [id, directed])).toEqual([
      ['90', false],
      ['92', true],
      ['94', true],
      ['95', true],
      ['96', true],
    ])
  })

  it('reads the oldest form: nodes by position, Erlangs, groups of ids', () => {
    const network = read(
      `<network name="old"><physicalTopology><node name="A" xCoord="1" yCoord="2"/><node name="B" xCoord="3" yCoord="4"/>
       <link originNodeId="1" destinationNodeId="0" linkCapacityInErlangs="25.8" linkLengthInKm="149.4"/>
       <srg id="0"><node id="1"/><link id="0"/></srg></physicalTopology>
       <demandSet><demandEntry ingressNodeId="0" egressNodeId="1" offeredTrafficInErlangs="0.25"/><demandEntry ingressNodeId="0" egressNodeId="7" offeredTrafficInErlangs="1"/></demandSet></network>`,
    )
    expect(network.nodes.map(({ id, name, rides_on }) => [id, name, rides_on])).toEqual([
      ['0', 'A', []],
      ['1', 'B', ['srg-0']],
    ])
    expect(network.links).toEqual([
      {
        id: '1-0',
        from: '1',
        to: '0',
        directed: true,
        metric: 1,
        rides_on: ['srg-0'],
        length_km: 149.4,
        capacity: { forward: 25.8, backward: 0 },
      },
    ])
    expect(network.demands).toEqual([{ from: '0', to: '1', volume: 0.25 }])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['0', '7']])
  })

  it('makes shared risk groups risks of both directions, and findings of members that are not there', () => {
    const network = read(
      `<network name="srg" version="6">${nodes}<layer id="1">${link(9, 2, 3, 50, 10)}${link(10, 3, 2, 50, 9)}</layer>
       <srg id="30" nodes="4" links="10"><attribute key="name" value="ダクト"/></srg><srg id="31" nodes="2 99" links=""/></network>`,
    )
    expect(network.risks).toEqual([
      { id: 'srg-30', kind: 'srg', name: 'ダクト', rides_on: [] },
      { id: 'srg-31', kind: 'srg', rides_on: [] },
    ])
    expect(network.links[0]!.rides_on).toEqual(['srg-30'])
    expect(network.nodes.map(({ rides_on }) => rides_on)).toEqual([['srg-31'], [], ['srg-30']])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['srg-31', '99', '2']])
  })

  it('takes capacities that are all zero, or without limit, as unknown', () => {
    expect(
      read(
        `<network name="z" version="3">${nodes}<layer id="0">${link(40, 2, 3, 0)}${link(41, 3, 2, 0)}</layer></network>`,
      ).links[0]!.capacity,
    ).toBeUndefined()
    const network = read(
      `<network name="z" version="6">${nodes}<layer id="0">${link(40, 2, 3, Number.MAX_VALUE)}${link(41, 3, 2, 5)}</layer></network>`,
    )
    expect(network.links.map(({ capacity }) => capacity)).toEqual([undefined, { forward: 5, backward: 0 }])
  })

  it('leaves out the links of a layer that carries another, and says so', () => {
    const network = read(
      `<network name="two" version="4">${nodes}<layer id="0">${link(50, 2, 3, 1)}</layer><layer id="1">${link(51, 2, 3, 1)}</layer>
       <layerCoupling lowerLayerId="0" lowerLayerDemandId="7" upperLayerId="1" upperLayerLinkId="51"/></network>`,
    )
    expect(network.links.map(({ id, route }) => [id, route])).toEqual([['51', 'unknown']])
    expect(network.findings).toHaveLength(1)
  })

  it('makes findings of links that end nowhere', () => {
    const network = read(
      `<network name="x" version="6">${nodes}<layer id="1">${link(9, 2, 77, 1)}</layer></network>`,
    )
    expect(network.links).toEqual([])
    expect(network.findings[0]!.touches).toEqual(['9', '2', '77'])
  })
})
