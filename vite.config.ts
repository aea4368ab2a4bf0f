import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { fontFaces } from './src/web/font-faces.ts'

const here = import.meta.dirname
const COMPRESSED = /\.(?:js|css|html|svg)$/
const SMALL_BYTES = 1_024
const LARGE_BYTES = 400_000

/** Writes a .br and a .gz beside every text asset, so that the server only picks them up. Large ones at a quicker level. */
function compressed(): Plugin {
  return {
    name: 'kensho-compressed',
    apply: 'build',
    writeBundle(options) {
      const folder = options.dir
      if (folder === undefined) return this.error('the build has no output folder')
      for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        const file = join(folder, entry)
        if (!COMPRESSED.test(file) || statSync(file).size < SMALL_BYTES) continue
        const bytes = readFileSync(file)
        const quality = bytes.length > LARGE_BYTES ? 6 : 11
        writeFileSync(
          `${file}.br`,
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
        )
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

// What is built is what runs, whoever asks for it: a test runner sets another NODE_ENV, and React would be twice as large.
process.env['NODE_ENV'] = 'production'

export default defineConfig({
  root: join(here, 'src/web'),
  resolve: { alias: [{ find: '/browser.tsx', replacement: join(here, 'src/browser.tsx') }] },
  plugins: [fontFaces(), react(), compressed()],
  build: {
    outDir: join(here, 'dist/web'),
    emptyOutDir: true,
    target: ['chrome125', 'firefox128', 'safari18'],
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2_000,
    reportCompressedSize: false,
  },
  server: { fs: { allow: [here] } },
})
