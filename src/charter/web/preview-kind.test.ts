import { expect, it } from 'vitest'
import { previewOf } from './preview-kind.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

it.each([
  ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1), 'image'],
  ['WebP', bytes('RIFF1234WEBPVP8 '), 'image'],
  ['RIFF of another kind', Uint8Array.of(...bytes('RIFF1234WAVE'), 0), 'none'],
  ['PDF', bytes('%PDF-1.7\n'), 'pdf'],
  ['Japanese', bytes('消去した。\r\n\t\u001b[0m'), 'text'],
  ['a page, as text', bytes('<!doctype html><script>alert(1)</script>'), 'text'],
  ['a drawing, as text', bytes('<svg onload="alert(1)"/>'), 'text'],
  ['no UTF-8', Uint8Array.of(0xff, 0xfe, 0x41), 'none'],
  ['bytes', Uint8Array.of(0, 1, 2, 3), 'none'],
  ['nothing', new Uint8Array(), 'text'],
] as const)('%s is told by its bytes', (_, given, kind) => {
  expect(previewOf(given).kind).toBe(kind)
})
