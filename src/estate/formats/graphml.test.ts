import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import { readNetwork } from '../read-network.ts'

const read = (xml: string) => readNetwork('x.graphml', new TextEncoder().encode(xml)).network

const zoo = (inner: string, edgedefault = 'undirected') => `<?xml version="1.0" encoding="utf-8"?>
<!-- drawn by hand -->
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key attr.name="Latitude" attr.type="double" for="node" id="d1"/>
  <key attr.name="Longitude" attr.type="double" for="node" id="d2"/>
  <key attr.name="label" attr.type="string" for="node" id="d3"/>
  <key attr.name="LinkSpeedRaw" attr.type="double" for="edge" id="d4"><default>1000</default></key>
  <key attr.name="Network" attr.type="string" for="graph" id="d5"/>
  <graph edgedefault="${edgedefault}"><data key="d5">Small</data>${inner}</graph>
</graphml>`

describe('GraphML', () => {
  it('reads the Topology Zoo: typed keys with defaults, parallel links, self loops, missing coordinates', () => {
    const network = read(
      zoo(`
    <node id="0"><data key="d1">35.7</data><data key="d2">139.7</data><data key="d3">東京</data></node>
    <node id="1"><data key="d3">Osaka</data></node>
    <edge source="0" target="1"><data key="d4">40</data></edge>
    <edge source="0" target="1"/>
    <edge source="1" target="1"/>`),
    )
    expect(network.name).toBe('Small')
    expect(network.nodes).toEqual([
      { id: '0', name: '東京', position: { longitude: 139.7, latitude: 35.7 }, rides_on: [] },
      { id: '1', name: 'Osaka', rides_on: [] },
    ])
    expect(network.links.map(({ id, directed, capacity }) => [id, directed, capacity!.forward])).toEqual([
      ['0-1', false, 40],
      ['0-1-2', false, 1000],
      ['1-1', false, 1000],
    ])
    expect(network.findings).toEqual([])
  })

  it('follows edgedefault, and an edge that says otherwise', () => {
    const network = read(
      zoo(
        '<node id="a"/><node id="b"/><edge id="e" source="a" target="b"/><edge id="f" source="a" target="b" directed="false"/>',
        'directed',
      ),
    )
    expect(network.links.map(({ id, directed }) => [id, directed])).toEqual([
      ['e', true],
      ['f', false],
    ])
  })

  it('reads yEd drawings: labels, frames, ports, and edges drawn without arrowheads', () => {
    const network = read(`<graphml xmlns:y="http://www.yworks.com/xml/graphml">
  <key for="node" id="d6" yfiles.type="nodegraphics"/><key for="edge" id="d9" yfiles.type="edgegraphics"/>
  <graph edgedefault="directed" id="G">
    <node id="n0" yfiles.foldertype="group">
      <graph edgedefault="directed" id="n0:"><node id="n0::n0"><port name="p"/>
        <data key="d6"><y:ShapeNode><y:NodeLabel>ルータ &amp; 1</y:NodeLabel><y:NodeLabel>second</y:NodeLabel></y:ShapeNode></data></node></graph>
    </node>
    <node id="n1"/>
    <edge id="e0" source="n0::n0" target="n1"><data key="d9"><y:PolyLineEdge><y:Arrows source="none" target="none"/></y:PolyLineEdge></data></edge>
    <edge id="e1" source="n0::n0" target="n1"><data key="d9"><y:PolyLineEdge><y:Arrows source="none" target="standard"/></y:PolyLineEdge></data></edge>
  </graph>
</graphml>`)
    expect(network.nodes.map(({ id, name }) => [id, name])).toEqual([
      ['n0::n0', 'ルータ & 1'],
      ['n1', undefined],
    ])
    expect(network.links.map(({ id, directed }) => [id, directed])).toEqual([
      ['e0', false],
      ['e1', true],
    ])
    expect(network.findings.map(({ text }) => text.en)).toEqual([
      expect.stringContaining('a frame around other nodes'),
      expect.stringContaining('Ports (1) were not read'),
    ])
  })

  it('makes findings of hyperedges and of edges that end nowhere', () => {
    const network = read(
      zoo(
        '<node id="a"/><node id="b"/><hyperedge><endpoint node="a"/><endpoint node="b"/></hyperedge><edge source="a" target="z"/><edge source="a"/><node/>',
      ),
    )
    expect(network.links).toEqual([])
    expect(network.findings.map(({ touches }) => touches)).toEqual([[], ['a'], ['a', 'b'], ['a', 'z']])
    expect(network.findings.every(({ place }) => /^line \d+$/.test(place))).toBe(true)
  })

  it.each([
    ['an open tag', '<graphml>\n<graph></graphml>', 2],
    ['an entity of its own', '<!DOCTYPE graphml [<!ENTITY a "b">]>\n<graphml>&a;</graphml>', 2],
    [
      'an outside entity',
      '<!DOCTYPE graphml [<!ENTITY a SYSTEM "file:///etc/passwd">]>\n<graphml>&a;</graphml>',
      2,
    ],
    ['too much nesting', `<graphml>\n${'<graph>'.repeat(300)}`, 2],
    ['nothing after the head', '<graphml>\n', 2],
    ['a name for no encoding', '<?xml version="1.0" encoding="klingon"?>\n<graphml/>', 1],
  ])('refuses %s with its line', (_name, xml, line) => {
    try {
      read(xml)
    } catch (problem) {
      expect(problem).toBeInstanceOf(InputError)
      expect((problem as InputError).place.line).toBe(line)
      return
    }
    throw new Error('read without complaint')
  })

  it('reads the encodings that XML declares', () => {
    const xml = '<?xml version="1.0" encoding="Shift_JIS"?><graphml><graph><node id="a"/></graph></graphml>'
    const start = new TextEncoder().encode(xml.slice(0, xml.indexOf('a"/>')))
    const bytes = new Uint8Array([
      ...start,
      0x93,
      0x8c,
      0x8b,
      0x9e,
      ...new TextEncoder().encode(xml.slice(xml.indexOf('"/></graph>'))),
    ])
    expect(readNetwork('x', bytes).network.nodes[0]!.id).toBe('東京')
    const wide = Buffer.from(
      `\uFEFF<?xml version="1.0" encoding="UTF-16"?><graphml><graph><node id="名"/></graph></graphml>`,
      'utf16le',
    )
    expect(readNetwork('x', wide).network.nodes[0]!.id).toBe('名')
    const broken = new Uint8Array([...new TextEncoder().encode('<graphml>\n'), 0xff])
    expect(() => readNetwork('x', broken)).toThrow('byte offset 10')
  })
})
