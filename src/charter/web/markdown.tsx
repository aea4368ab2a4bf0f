import { micromark } from 'micromark'
import { useMemo } from 'react'

/**
 * A text in Markdown. micromark turns any HTML in it into text and drops dangerous addresses by itself; what comes out
 * holds nothing that the writer of a rule could run in the reader's browser.
 */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => micromark(text), [text])
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />
}
