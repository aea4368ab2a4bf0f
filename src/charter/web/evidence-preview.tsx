import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { NoAnswer } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { number } from '../../web/message.ts'
import { Unread } from '../../web/unread.tsx'
import { words } from './clause-words.ts'
import { previewOf } from './preview-kind.ts'

const BYTES_MAX = 30_000_000
const TEXT_CHARACTERS_MAX = 100_000
const PAGES_MAX = 20
const PIXELS_MAX = 40_000_000
const WAIT_MS_MAX = 60_000

/** What a file of evidence holds, drawn here from its bytes: nothing in it is run, loaded or followed. */
export function EvidencePreview({ address }: { address: string }) {
  const say = useSay()
  const query = useQuery({
    queryKey: ['evidence', address],
    queryFn: ({ signal }) => bytesOf(address, signal),
    staleTime: Infinity,
    retry: false,
  })
  if (query.data === undefined) return <Unread query={query} />
  if (query.data === 'large') return <p className="soft">{say(words.previewLarge)}</p>
  const { kind, text = '', type } = previewOf(query.data)
  if (kind === 'text') return <TextPreview text={text} />
  if (kind === 'image') return <ImagePreview bytes={query.data} type={type ?? ''} />
  if (kind === 'pdf') return <PdfPreview bytes={query.data} />
  return <p className="soft">{say(words.previewNone)}</p>
}

async function bytesOf(address: string, signal: AbortSignal): Promise<Uint8Array | 'large'> {
  const limit = AbortSignal.timeout(WAIT_MS_MAX)
  const response = await fetch(address, { signal: AbortSignal.any([signal, limit]) }).catch(() => {
    throw new NoAnswer(address)
  })
  if (!response.ok) throw new NoAnswer(address, response.status)
  if (Number(response.headers.get('content-length') ?? 0) > BYTES_MAX) {
    await response.body?.cancel()
    return 'large'
  }
  const bytes = new Uint8Array(await response.arrayBuffer())
  return bytes.length > BYTES_MAX ? 'large' : bytes
}

function TextPreview({ text }: { text: string }) {
  const say = useSay()
  const cut = text.length > TEXT_CHARACTERS_MAX
  return (
    <div className="preview">
      <pre tabIndex={0} aria-label={say(words.preview)}>
        {cut ? text.slice(0, TEXT_CHARACTERS_MAX) : text}
      </pre>
      {cut && <p className="soft">{say(words.previewCut(number(TEXT_CHARACTERS_MAX)))}</p>}
    </div>
  )
}

type Drawing = 'drawing' | 'drawn' | 'failed'

/** Decoded by the browser and copied as bare pixels. */
function ImagePreview({ bytes, type }: { bytes: Uint8Array; type: string }) {
  const say = useSay()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [state, setState] = useState<Drawing>('drawing')
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const picture = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>], { type }))
      const place = canvas.current
      if (gone || place === null) return picture.close()
      if (picture.width * picture.height > PIXELS_MAX) throw new Error('too many pixels')
      place.width = picture.width
      place.height = picture.height
      place.getContext('2d')?.drawImage(picture, 0, 0)
      picture.close()
      setState('drawn')
    }
    draw().catch(() => {
      if (!gone) setState('failed')
    })
    return () => {
      gone = true
    }
  }, [bytes, type])
  return (
    <div className="preview">
      {state === 'failed' ? (
        <p className="soft">{say(words.previewBroken)}</p>
      ) : (
        <canvas ref={canvas} role="img" aria-label={say(words.preview)} data-state={state} />
      )}
    </div>
  )
}

/** Pages drawn by a reader of PDF that has no scripts, forms or links; its code comes only when somebody looks. */
function PdfPreview({ bytes }: { bytes: Uint8Array }) {
  const say = useSay()
  const place = useRef<HTMLDivElement>(null)
  const [state, setState] = useState<{ drawing: Drawing; pages: number }>({ drawing: 'drawing', pages: 0 })
  useEffect(() => {
    let gone = false
    const draw = async () => {
      const { getDocumentProxy } = await import('unpdf')
      // The reader keeps the bytes that it is given; ours are still needed.
      const pdf = await getDocumentProxy(bytes.slice(), { disableFontFace: true })
      const pages: HTMLCanvasElement[] = []
      for (let number = 1; number <= Math.min(pdf.numPages, PAGES_MAX); number += 1) {
        if (gone) return
        const page = await pdf.getPage(number)
        const viewport = page.getViewport({ scale: 1.4 })
        const canvas = document.createElement('canvas')
        canvas.width = Math.min(viewport.width, 3000)
        canvas.height = Math.min(viewport.height, 4000)
        canvas.setAttribute('role', 'img')
        canvas.setAttribute('aria-label', `${number} / ${pdf.numPages}`)
        await page.render({ canvas, viewport }).promise
        pages.push(canvas)
      }
      if (gone) return
      place.current?.replaceChildren(...pages)
      setState({ drawing: 'drawn', pages: pdf.numPages })
    }
    draw().catch(() => {
      if (!gone) setState({ drawing: 'failed', pages: 0 })
    })
    return () => {
      gone = true
    }
  }, [bytes])
  if (state.drawing === 'failed') return <p className="soft">{say(words.previewBroken)}</p>
  return (
    <div className="preview">
      <div
        ref={place}
        className="preview-pages"
        tabIndex={0}
        role="region"
        aria-label={say(words.preview)}
        data-state={state.drawing}
      />
      {state.pages > PAGES_MAX && <p className="soft">{say(words.previewPages(state.pages, PAGES_MAX))}</p>}
    </div>
  )
}
