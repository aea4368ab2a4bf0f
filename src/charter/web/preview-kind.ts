/** What the bytes of a file are, by themselves: neither its name nor what anybody says of it counts. */
export type PreviewKind = 'text' | 'image' | 'pdf' | 'none'

/** Any byte. */
const ANY = undefined
const IMAGES: readonly (readonly [type: string, begins: readonly (number | undefined)[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46, ANY, ANY, ANY, ANY, 0x57, 0x45, 0x42, 0x50]],
]
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d]

/**
 * Images and PDF by their first bytes; text where it is UTF-8 without control characters. HTML and SVG are text here:
 * shown as they are written, and nothing in them runs.
 */
export function previewOf(bytes: Uint8Array): { kind: PreviewKind; type?: string; text?: string } {
  const begins = (expected: readonly (number | undefined)[]) =>
    bytes.length >= expected.length && expected.every((byte, at) => byte === undefined || bytes[at] === byte)
  const image = IMAGES.find(([, expected]) => begins(expected))
  if (image !== undefined) return { kind: 'image', type: image[0] }
  if (begins(PDF)) return { kind: 'pdf' }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    // oxlint-disable-next-line no-control-regex -- what no text holds tells that this is none
    return /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text) ? { kind: 'none' } : { kind: 'text', text }
  } catch {
    return { kind: 'none' }
  }
}
