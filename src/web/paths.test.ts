import { expect, it } from 'vitest'
import { paths } from './paths.ts'

it('shows every address of the product, so that a changed one is seen in review', () => {
  expect({
    board: paths.board(),
    clause: paths.clause('3.2.3.1'),
    redundancy: paths.redundancy(),
    redundancyFailing: paths.redundancy({
      fail: '東京 受電盤/B & co',
      view: 'layers',
      table: 'links',
      find: '',
    }),
  }).toMatchInlineSnapshot(`
    {
      "board": "/",
      "clause": "/#3.2.3.1",
      "redundancy": "/redundancy",
      "redundancyFailing": "/redundancy?fail=%E6%9D%B1%E4%BA%AC+%E5%8F%97%E9%9B%BB%E7%9B%A4%2FB+%26+co&view=layers&table=links",
    }
  `)
  expect(Object.keys(paths)).toEqual(['board', 'clause', 'redundancy'])
})
