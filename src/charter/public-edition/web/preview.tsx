import { useEffect, useRef } from 'react'
import { useSpoken } from '../../../web/language.tsx'
import type { Article } from './public-edition-query.ts'

/**
 * An edition exactly as it is published, in a tree of its own so that neither page styles the other. What stands in it
 * came from our own server, which escapes all that people wrote.
 */
export function Preview({ shown }: { shown: Article }) {
  const { language } = useSpoken()
  const place = useRef<HTMLDivElement>(null)
  const { article, style } = shown
  useEffect(() => {
    const host = place.current
    if (host === null) return
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    root.adoptedStyleSheets = [sheet]
    root.innerHTML = article[language]
  }, [article, style, language])
  return (
    <div className="edition-sheet" ref={place} tabIndex={0} role="region" aria-labelledby="preview-title" />
  )
}
