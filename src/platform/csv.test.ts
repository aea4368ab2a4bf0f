import { expect, it } from 'vitest'
import { csv } from './csv.ts'

it('writes CSV that a spreadsheet reads and does not run', () => {
  const text = csv(
    ['id', '名前'],
    [
      ['a', '東京, "第二"'],
      ['b', '=HYPERLINK("x")'],
      ['c', -3],
      ['d', undefined],
      ['e', '一\n二'],
      ['f', '-1+1'],
    ],
  )
  expect(text.startsWith('\uFEFFid,名前\r\n')).toBe(true)
  expect(text.slice(1).split('\r\n')).toEqual([
    'id,名前',
    'a,"東京, ""第二"""',
    'b,"\'=HYPERLINK(""x"")"',
    'c,-3',
    'd,',
    'e,"一\n二"',
    "f,'-1+1",
    '',
  ])
})
