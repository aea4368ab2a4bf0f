import { readFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { createRequire } from 'node:module'
import type { Plugin } from 'vite'

const IMPORT = /@import '(?<file>[^']+)';/g
const FACE = /@font-face\s*\{[^}]*\}/g

/**
 * Build-time only. Replaces the imports of fonts.css by their faces, keeps woff2 alone, and sorts the faces so that
 * equal unicode-ranges stand together: the ranges are most of the bytes, and a compressor then writes each once.
 */
export function fontFaces(): Plugin {
  return {
    name: 'kensho-font-faces',
    enforce: 'pre',
    transform: {
      filter: { id: /\/web\/fonts\.css$/ },
      handler(source, id) {
        const files = [...source.matchAll(IMPORT)].map((match) => match.groups?.['file'] ?? '')
        if (files.length === 0) this.error('fonts.css imports no font')
        return { code: facesOf(files, dirname(id.split('?')[0] ?? id)), map: null }
      },
    },
  }
}

function facesOf(files: readonly string[], from: string): string {
  const resolve = createRequire(import.meta.url).resolve
  const faces = files.flatMap((file) => {
    const path = resolve(file)
    const css = readFileSync(path, 'utf8')
    return (css.match(FACE) ?? []).map((face) => compact(face, relative(from, dirname(path))))
  })
  return [...Map.groupBy(faces, rangeOf).values()].flat().join('\n')
}

function compact(face: string, folder: string): string {
  return face
    .replace(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/, '')
    .replace(/url\(\.\//, `url(${folder}/`)
    .replaceAll(/\s+/g, ' ')
}

function rangeOf(face: string): string {
  return /unicode-range: ?([^;}]*)/.exec(face)?.[1] ?? ''
}
