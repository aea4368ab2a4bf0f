import { html, raw } from 'hono/html'
import type { Language, Text } from '../../platform/text.ts'
import type { PublicContent, PublicState } from './content.ts'
import { pageWords } from './page-words.ts'
import type { Staleness } from './staleness.ts'

type Markup = ReturnType<typeof html>
type Page = { content: PublicContent; digest: string; stale: Staleness; language: Language }

/** One page of the edition, complete: no script, no address but of the files beside it. Everything is escaped. */
export function pageText(page: Page): string {
  const { content, language } = page
  const say = (text: Text) => text[language]
  const other = language === 'ja' ? { lang: 'en', file: 'en.html' } : { lang: 'ja', file: 'index.html' }
  const title = `${say(content.charter.title)} | ${say(content.operator)}`
  return written(
    html`<!doctype html>
      <html lang="${language}">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title}</title>
          <link rel="stylesheet" href="style.css" />
        </head>
        <body>
          <a class="skip" href="#charter">${say(pageWords.skip)}</a>
          <nav class="languages" aria-label="${language === 'ja' ? '言語' : 'Language'}">
            <a href="${other.file}" hreflang="${other.lang}" lang="${other.lang}"
              >${say(pageWords.otherLanguage)}</a
            >
          </nav>
          <main id="charter">${articleOf(page)}</main>
        </body>
      </html> `,
  )
}

/** Markup as text. Nothing in these templates waits for anything, so it is there at once. */
export function written(markup: Markup): string {
  if (markup instanceof Promise) throw new TypeError('a template of the public edition waits for something')
  return markup
}

/** The edition itself, for a page around it: the preview shows this very text. */
export function articleText(page: Page): string {
  return written(articleOf(page))
}

function articleOf({ content, digest, stale, language }: Page): Markup {
  const say = (text: Text) => text[language]
  const { charter } = content
  return html`<article class="edition" lang="${language}">
    <header>
      <p class="operator">
        ${say(content.operator)}${content.demo ? html` <span class="demo">${say(pageWords.demo)}</span>` : ''}
      </p>
      <h1>${say(charter.title)}</h1>
      <p class="issue">
        <span>${say(pageWords.edition(charter.edition))}</span
        >${charter.effective === undefined ? '' : html` <span>${say(pageWords.inForce(charter.effective))}</span>`}${charter.office === undefined ? '' : html` <span>${say(charter.office)}</span>`}
      </p>
      <div class="opening">
        <div class="preamble">${charter.preamble.map((paragraph) => html`<p>${say(paragraph)}</p>`)}</div>
        <aside class="imprint" aria-label="${say(pageWords.publicEdition(content.number))}">
          <p><b>${say(pageWords.publicEdition(content.number))}</b></p>
          <p><time datetime="${content.at}">${say(pageWords.speaksOf(content))}</time></p>
          <p>${say(pageWords.validUntil(content.valid_until))}</p>
          <p>${say(pageWords.counts(content))}</p>
        </aside>
      </div>
      ${stale.over ? html`<p class="out-of-date">${say(pageWords.over(content.valid_until))}</p>` : ''}${stale.changed ? html`<p class="out-of-date">${say(pageWords.changed)}</p>` : ''}
    </header>
    ${content.clauses.map((clause) => clauseOf(clause, language))} ${legendOf(language)}
    ${verifyOf(content, digest, language)}
  </article>`
}

function clauseOf(clause: PublicContent['clauses'][number], language: Language): Markup {
  const say = (text: Text) => text[language]
  const { id, title, text, state, remark } = clause
  const level = Math.min(id.split('.').length, 4)
  const number = level === 1 ? say(pageWords.chapter(id)) : id
  const heading = raw(`h${level + 1}`)
  return html`<section class="clause level-${level}" id="clause-${id}">
    <p class="number" aria-hidden="true">${number}</p>
    <div class="text">
      <${heading}><span class="unseen">${number} </span>${say(title)}</${heading}
      >${text === undefined ? '' : html`<p>${say(text)}</p>`}
    </div>
    <div class="margin">
      ${marginOf(level, state, language)}${remark === undefined ? '' : html`<p class="remark">${say(remark)}</p>`}
    </div>
  </section> `
}

function marginOf(level: number, state: PublicState | undefined, language: Language): Markup | '' {
  const say = (text: Text) => text[language]
  if (state === undefined)
    return level === 1 ? '' : html`<p class="not-judged">${say(pageWords.notJudged)}</p>`
  const { verdict, freshness, since } = state
  const about = [
    ...(since === undefined ? [] : [say(pageWords.since(since))]),
    ...(freshness === undefined ? [] : [say(pageWords[freshness])]),
  ]
  return html`<p class="state state-${verdict}">
      ${mark(verdict)} <b>${say(pageWords.verdicts[verdict])}</b>
    </p>
    ${about.length === 0 ? '' : html`<p class="about">${about.map((one) => html`<span>${one}</span> `)}</p>`}`
}

function legendOf(language: Language): Markup {
  const say = (text: Text) => text[language]
  const verdicts = ['pass', 'fail', 'unknown', 'not-applicable'] as const
  return html`<section class="end">
    <h2>${say(pageWords.howToRead)}</h2>
    <dl class="legend">
      ${verdicts.map(
        (verdict) =>
          html`<div>
            <dt class="state state-${verdict}">
              ${mark(verdict)} <b>${say(pageWords.verdicts[verdict])}</b>
            </dt>
            <dd>${say(pageWords.meanings[verdict])}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function verifyOf(content: PublicContent, digest: string, language: Language): Markup {
  const say = (text: Text) => text[language]
  return html`<section class="end verify">
    <h2>${say(pageWords.verify)}</h2>
    <ol>
      <li>
        <p>${say(pageWords.verifyDigest)}</p>
        <pre tabindex="0">${digest}</pre>
      </li>
      <li>
        <p>${say(pageWords.verifyProof)}</p>
        <pre tabindex="0">node verify.mjs proof.txt</pre>
        <p>${say(pageWords.verifyKept)}</p>
      </li>
      <li>
        <p>${say(pageWords.verifyCheckpoint(content.checkpoint.size))}</p>
        <pre tabindex="0">${content.checkpoint.note}</pre>
      </li>
    </ol>
  </section>`
}

/** The same shapes as on the screens, so that no state needs its colour. */
const SHAPES: Record<PublicState['verdict'], string> = {
  pass: '<circle cx="8" cy="8" r="6.6" fill="currentColor"/>',
  fail: '<path d="M8 1.2 15.2 14.4H.8z" fill="currentColor"/>',
  unknown:
    '<circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" stroke-width="1.8" stroke-dasharray="2.9 1.97"/>',
  'not-applicable': '<path d="M2.5 8h11" fill="none" stroke="currentColor" stroke-width="2"/>',
}

function mark(verdict: PublicState['verdict']): Markup {
  return html`<svg class="mark" viewBox="0 0 16 16" aria-hidden="true">${raw(SHAPES[verdict])}</svg>`
}
