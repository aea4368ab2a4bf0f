import type { PublicContent } from './content.ts'
import type { Face } from './fonts.ts'

/** The sheet of one edition: its faces, its look on screens and on paper, its running title. */
export function stylesheet(content: PublicContent, faces: readonly Face[]): string {
  return `${faces.map(faceRule).join('')}${LOOK}${printRules(content)}`
}

function faceRule({ family, weight, file, range }: Face): string {
  return `@font-face{font-family:'${family}';font-style:normal;font-weight:${weight};font-display:swap;src:url(${file}) format('woff2')${range === undefined ? '' : `;unicode-range:${range}`}}\n`
}

/** Running title and page numbers, in the language of the page that is printed. */
function printRules({ charter, operator, number }: PublicContent): string {
  const running = {
    ja: `${operator.ja}　${charter.title.ja}　公開版 第${number}号`,
    en: `${operator.en}, ${charter.title.en}, public edition no. ${number}`,
  }
  const pages = (['ja', 'en'] as const).map((language) => {
    const font = language === 'ja' ? "'BIZ UDPGothic',sans-serif" : "'Source Sans 3',sans-serif"
    return `@page ${language}{@top-left{content:${quoted(running[language])};font:8pt ${font};color:#555}
@bottom-right{content:counter(page) ' / ' counter(pages);font:8pt ${font};color:#555}}
@page ${language}:first{@top-left{content:none}}
html:lang(${language}) body{page:${language}}`
  })
  return `@media print{\n${pages.join('\n')}\n}\n`
}

/** A CSS string: everything that could end it is written by its code point. */
function quoted(text: string): string {
  const safe = text.replace(/[\\"'<>&\p{Cc}]/gu, (c) => `\\${c.codePointAt(0)!.toString(16)} `)
  return `"${safe}"`
}

const LOOK = `
:root{color-scheme:light dark}
:root,:host{--paper:light-dark(#faf8f3,#161512);--ink:light-dark(#1d1b18,#ebe6da);--soft:light-dark(#696256,#a59e91);--rule:light-dark(#e1dbcd,#332f29);--faint:light-dark(#f2eee4,#201d19);--link:light-dark(#1f4e79,#93bde4);--pass:light-dark(#2f6b4f,#74b795);--fail:light-dark(#bf3522,#f27b66);--unknown:light-dark(#5b6472,#a3adbb);--stale:light-dark(#86600f,#d8a746);--mono:'IBM Plex Mono','BIZ UDPGothic',ui-monospace,monospace}
*,*::before,*::after{box-sizing:border-box}
html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;padding:0 20px 80px;line-break:strict;word-break:auto-phrase;overflow-wrap:anywhere;font-variant-numeric:tabular-nums;font-synthesis:none}
.skip{position:fixed;left:12px;top:-80px;background:var(--ink);color:var(--paper);padding:10px 18px}
.skip:focus{top:12px}
.languages{max-width:1120px;margin:0 auto;padding-top:18px;text-align:right;font:400 14px/1.7 'Source Sans 3','BIZ UDPGothic',sans-serif}
.languages a{color:var(--link);text-underline-offset:.25em;display:inline-block;padding:6px 4px}
main{container-type:inline-size;max-width:1120px;margin:0 auto}
.edition:lang(ja){--serif:'Shippori Mincho','Hiragino Mincho ProN','Yu Mincho',serif;--sans:'BIZ UDPGothic','Hiragino Sans',sans-serif;--charter:400 17px/2 var(--serif);--says:400 13.5px/1.75 var(--sans);--heading:.06em}
.edition:lang(en){--serif:'Source Serif 4','Shippori Mincho',Georgia,serif;--sans:'Source Sans 3','BIZ UDPGothic',sans-serif;--charter:400 18px/1.72 var(--serif);--says:400 15px/1.58 var(--sans);--heading:0}
.edition{position:relative;font:var(--says);color:var(--ink)}
.edition p,.edition h1,.edition h2,.edition h3,.edition h4,.edition h5,.edition dl,.edition dd,.edition ol,.edition pre{margin:0}
.edition p{text-wrap:pretty}
.edition header{padding:34px 0 40px}
.edition .operator{font:400 16px/1.8 var(--serif)}
.edition .demo{border:1px solid var(--stale);color:var(--stale);font:400 12px/1.6 var(--sans);padding:1px 10px;border-radius:99px;margin-left:10px;display:inline-block}
.edition h1{font:600 clamp(38px,7cqi,56px)/1.3 var(--serif);letter-spacing:.14em;margin:10px 0 10px}
.edition:lang(en) h1{letter-spacing:-.005em;line-height:1.15}
.edition .issue{font:400 15px/2 var(--serif);color:var(--soft);display:flex;flex-wrap:wrap;column-gap:1.6em}
.edition .opening{margin-top:26px}
.edition .preamble p{font:var(--charter);max-width:37em}
.edition .imprint{margin-top:24px;padding-top:14px;border-top:1px solid var(--rule);color:var(--soft)}
.edition .imprint b{color:var(--ink);font-weight:700}
.edition .imprint p+p{margin-top:5px}
.edition .out-of-date{margin-top:22px;padding:12px 16px;border:1px solid var(--stale);border-left-width:5px;color:var(--ink);font-weight:700}
.edition .clause{padding-top:26px}
.edition .number{font:400 13.5px/30px var(--mono);color:var(--soft)}
.edition h2,.edition h3,.edition h4,.edition h5{font-family:var(--serif);font-weight:600;letter-spacing:var(--heading);text-wrap:balance}
.edition h2{font-size:25px;line-height:38px}
.edition h3{font-size:19.5px;line-height:30px}
.edition h4{font-size:17.5px;line-height:30px}
.edition h5{font-size:16px;line-height:30px}
.edition .text p{font:var(--charter);margin-top:2px}
.edition .level-1{margin-top:48px;border-top:1px solid var(--rule);padding-top:28px}
.edition .level-1 .number{font:400 14.5px/38px var(--serif);white-space:nowrap}
.edition .margin{padding-top:6px}
.edition .level-1 .margin{padding-top:10px}
.edition .mark{width:15px;height:15px;vertical-align:-2px}
.edition .state{font:700 14px/1.7 var(--sans)}
.edition .state-pass{color:var(--pass)}.edition .state-fail{color:var(--fail)}.edition .state-unknown{color:var(--unknown)}.edition .state-not-applicable{color:var(--soft)}
.edition .state b{margin-left:4px;font-weight:700}
.edition .about,.edition .not-judged{color:var(--soft);display:flex;flex-wrap:wrap;column-gap:1.2em}
.edition .remark{margin-top:4px}
.edition .end{margin-top:60px;border-top:1px solid var(--rule);padding-top:28px}
.edition .end h2{font-size:21px}
.edition .legend{margin-top:12px;display:grid;gap:6px}
.edition .legend>div{display:grid;grid-template-columns:9.5em minmax(0,1fr);column-gap:14px}
.edition .legend dd{line-height:1.7}
.edition .verify ol{padding-left:1.5em;margin-top:12px;display:grid;grid-template-columns:minmax(0,1fr);gap:16px}
.edition .verify p{max-width:46em}
.edition pre{font:400 12.5px/1.7 var(--mono);background:var(--faint);padding:10px 14px;margin:8px 0;white-space:pre-wrap;overflow-wrap:anywhere;word-break:break-all}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@container (min-width:760px){
.edition .clause{display:grid;grid-template-columns:84px minmax(0,1fr) minmax(0,34%);column-gap:0}
.edition .clause>.text{padding-right:44px}
.edition .opening{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,34%);column-gap:44px}
.edition .imprint{margin-top:0;padding:4px 0 0;border:0}
}
@container (max-width:759.98px){
.edition .clause .margin{margin-top:8px}
.edition .number{line-height:1.6}
}
@media print{
@page{size:A4;margin:20mm 17mm 20mm}
:root{color-scheme:light!important;--paper:#fff;--ink:#000;--soft:#444;--rule:#bbb}
body{padding:0}
.languages,.skip{display:none}
main{max-width:none;container-type:normal}
.edition header{padding:0 0 8mm}
.edition:lang(ja){--charter:400 10.5pt/1.9 var(--serif);--says:400 8.5pt/1.7 var(--sans)}
.edition:lang(en){--charter:400 11pt/1.6 var(--serif);--says:400 9.5pt/1.5 var(--sans)}
.edition h1{font-size:34pt}
.edition h2{font-size:15pt;line-height:1.5}.edition h3{font-size:12pt;line-height:1.6}.edition h4,.edition h5{font-size:11pt;line-height:1.6}
.edition .number{font-size:9pt;line-height:1.9}
.edition .clause{display:grid;grid-template-columns:16mm minmax(0,1fr) 56mm;padding-top:5mm;break-inside:avoid}
.edition .clause>.text{padding-right:8mm}
.edition .opening{display:grid;grid-template-columns:minmax(0,1fr) 56mm;column-gap:8mm}
.edition .imprint{margin-top:0;padding:0;border:0}
.edition .level-1{margin-top:8mm;padding-top:5mm;break-after:avoid}
.edition .level-1 .number{font-size:9.5pt;line-height:2.2}
.edition .state{font-size:9.5pt}
.edition h2,.edition h3,.edition h4,.edition h5{break-after:avoid}
.edition .end{margin-top:10mm;padding-top:5mm;break-inside:avoid}
.edition .verify{break-inside:auto}
.edition .verify li{break-inside:avoid}
.edition pre{font-size:8pt;background:none;border:1px solid #bbb}
.edition .mark,.edition .demo{print-color-adjust:exact}
}
`
