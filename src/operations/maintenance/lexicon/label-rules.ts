import type { Role } from './label.ts'

/** What names of fields announce, in the languages of carriers: pattern, role, and how clear a name it is. */
type Rule = readonly [RegExp, Role, number]

const AFFECTED = '(?:affected|impacted|concerned|involved|disrupted|interrupted)'
const OBJECT_NOUN =
  '(?:circuits?|ckts?|services?|lines?|links?|ports?|connections?|interfaces?|sessions?|resources?|assets?|orders?|elements?|devices?|systems?|customers? services?|cables?|vlans?|peers?|products?|fib(?:re|er)s?|(?:fib(?:re|er) )?(?:pairs?|strands?)|wave(?:length)?s?|lambdas?|channels?|trunks?|tails?|tunnels?|attachments?|endpoints?|gateways?|inter-?connect(?:ion)?s?|(?:cross|x)[ -]?connect(?:ion)?s?|cabinets?|racks?|cages?|(?:power )?feeds?|instances?|hosts?|servers?|nodes?|subscriptions?|virtual interfaces?|bundles?|lags?|domains?|paths?|capacity units?|components?|suites?|(?:up|down)links?)'
const ID_WORD =
  '(?:ids?|identifiers?|nos?\\.?|numbers?|nrs?\\.?|#|refs?\\.?|references?|codes?|serials?(?: #| numbers?| nos?)?|names?|designations?)'
const WORK =
  '(?:maintenance|maint|planned|planned works?|works?|change|activity|event|outage|project|job|window|incident|intervention|network|notification|notice|announcement|advisory|bulletin|operation|emergency|emergency works?|request|planned event|planned maintenance)'
const NOTIFICATION =
  /\b(?:works?|maintenance|activity|event|change|outage|service) (?:notification|notice|announcement|advisory|bulletin)$/

/** The first rule that fits counts, so the narrower ones stand first. */
export const LABEL_RULES: readonly Rule[] = [
  // when the notice itself was written
  [
    /(?:notice|notification|message|e-?mail|announcement|mail)s? (?:was )?(?:sent|issued|date|created)|(?:date|time|day) (?:of )?(?:the )?(?:notice|notification|issue|announcement)|^(?:sent|issued|created|published|issue date|date issued|date sent|created (?:on|at|date)|creation date|last updated?|last modified|updated? (?:at|on|date))$|送信日|発信日|発行日|通知日|作成日|掲載日|更新日|発表日|連絡日/,
    'sent',
    1,
  ],
  // other things that carry the same words
  [
    /\b(?:phone|telephone|tel|fax|e-?mail|mail|contacts?|website|url|portal|postal|zip|toll free|hotline|helpdesk|responsible|engineer|prepared by|signed)\b|電話|連絡先|問い?合わ?せ先|問合せ$|お問い?合わ?せ$|担当|メール|宛先|ホームページ|郵便/,
    'other',
    1,
  ],
  [
    /^(?:subject|cc|bcc|reply-to|message-id|dear .*|regards|re|fwd?|http|https|件名|宛名|差出人)$/,
    'other',
    1,
  ],
  [
    /\b(?:circuit|service|product|line|connection|maintenance|activity|work|equipment|asset|change|event|ticket|network|access|customer) (?:types?|class|category|provider|level|speed|bandwidth|description|details|owner|vendor|priority|contact)\b|\b(?:bandwidth|speed|capacity|urgency|priority|severity|category|vendor|supplier|carrier|provider|operator|protection|protected|distance|quantity|qty|currency|owner|pon|po|purchase order|(?<!work )(?<!change )order (?:number|no)|asn of|version|language|risk level|execution)\b|帯域|速度|品目|種類|方式|優先度|緊急度|製品|商品|^説明/,
    'other',
    1,
  ],
  [
    /^(?:other|reason|purpose|description|details?|summary|comments?|remarks?|notes?|background|scope|work|works|activity|action|recommended action|customer action|required action|action required|products?|title|topic|type)$|\b(?:reason|purpose|description|summary|comments?|remarks|explanation|history|instructions?|recommendation)\b|理由|目的|概要|備考|詳細$|件名|件$|名称$|(?:作業|工事|変更|メンテナンス|対応|依頼|連絡|通知|お知らせ)内容|内容$(?<!影響内容)(?<!障害内容)|注意事項|補足|対象者|お願い/,
    'other',
    1,
  ],
  [
    /\b(?:a|z|b)[ -]?(?:end|side|loc(?:ation)?|site|address|pop)\b|(?<!ip )(?<!ipv[46] )(?<!neighbou?r )(?<!peer )\baddress(?:es)?\b|\b(?:location|locations|city|cities|region|country|metro|pop|facility|data ?cent(?:er|re)|building|campus|gps|coordinates|ibx|ibxs|area|clli|site|sites|market|from to|route)\b|場所|所在地|住所|拠点|ビル|局舎|エリア|地域|区間|^会場|ロケーション|standort|lieu|ubicaci|localiza|luogo|locatie/,
    'place',
    1,
  ],
  [
    /\b(?:durations?|downtime|length|elapsed|dauer|durée|duree|duracion|duracao|durata|duur)\b|所要時間|停止時間$|断時間|影響時間$|停止見込|継続時間/,
    'duration',
    1,
  ],
  [
    /^(?:zone|(?:used |local |maintenance |event )?time ?zones?(?: (?:used|is|of .{1,20}|for .{1,20}))?|tz|timezone reference|zeitzone|タイムゾーン|時間帯表記|標準時)$/,
    'zone',
    1,
  ],
  [/\bimpacts?\b.{0,12}\b(?:to|on|upon|for)\b|\b(?:customer|service|user) experience\b/, 'impact', 1],
  [
    /^(?:your )?(?:circuit|service|link|line|connection|port)s? (?:with(?:out)?|at|under|having) /,
    'object',
    2,
  ],
  [
    /^(?:targets?|objects?|(?:sip|voice|isdn|mpls|internet|ip|ethernet|optical|wave|dia|transit) (?:trunks?|lines?|ports?|circuits?|services?|links?|tunnels?))$/,
    'object',
    3,
  ],
  [
    /^which (?:circuits?|services?|lines?|ports?|connections?)(?: (?:is|are|will be))?(?: affected| impacted)?$/,
    'object',
    2,
  ],
  [
    /^(?:(?:affected |impacted )?(?:fnn|evc|cid|sid|ckt|bearer|trail|leg|sap|pop ?id)s?(?:\(s\))?|collegament[oi]|verbinding(?:en)?|(?:link|circuit|service) details?|circuit[io]?|forbindelse|f[öo]rbindelse[rn]?|yhteys|spoj|łącze|lacze|okruh|enlaces?|devre|电路|회선|대상회선)(?: ?(?:ids?|nos?\.?|numbers?))?$/,
    'object',
    2,
  ],
  [
    /^(?:servi(?:cio|zio|co|ci|zi|cos|cios)|dienste?|verbindungen|linjer?|halls?|conexi[oó]n|conex[aã]o|forbindelser?|f[öo]rbindelser?|(?:cable |submarine |wet )?segments?|routes? affected)$/,
    'object',
    3,
  ],
  // the same in other languages of Europe
  [
    /(?:betroffene\w*|getroffen)\s(?:leitung|dienst|service|anschl|verbindung|circuit|strecke)|(?:liaison|circuit|service|lien|ligne)s? (?:impact|affect|concern|touch)[ée]e?s?(?![a-z])|(?:circuit|servi[cç]i?|enlace|l[íi]nea|linha|servizi)[oa]?s? (?:afe[ct]+ad|impactad|impattat|interessat)|^(?:leitung|dienst|anschluss|verbindung|liaison|lien|enlace|circuito|devre)(?:en|e|s|ler)?(?:[- ]?(?:nr\.?|nummer|id|n°|n[úu]mero|no))?$/,
    'object',
    1,
  ],
  [
    /^(?:vorgangs|referenz|ticket|wartungs|auftrags|st[öo]rungs|arbeits|werk|onderhouds|referentie|wijzigings|change|meldungs|projekt|arbets|[äa]rende|sags|saks|[äa]nderungs)-?(?:nummer|number|nr\.?|id)$|^(?:n[úu]mero|num[ée]ro|n[º°o]\.?)(?: \p{L}{1,3})?(?: \p{L}{1,3})? (?:ticket|manuten|manten|mantenim|chamado|incident|trabajo|intervention|travaux|r[ée]f[ée]r|orden|ordine|segnala|tarea|obra|aviso)\p{L}*|^(?:talep|bakım|çalışma|bakim|calisma) (?:no|numarası|numarasi)$/u,
    'id',
    1,
  ],
  [/afectaci[óo]n|afeta[çc][ãa]o|incidence|beeintr[äa]chtigung|coupure/, 'impact', 1],
  // status
  [/\b(?:status|statut|stato|estado|durum|state)\b|ステータス|状態|状況|進捗/, 'status', 1],
  [
    /^(?:notice|notification|update|message|announcement|mail) (?:type|kind|reason|category)$|通知(?:区分|種別|種類)|^(?:区分|種別)$/,
    'status',
    2,
  ],
  // objects: affected nouns, then ids
  [
    new RegExp(
      `\\b${AFFECTED}\\b.{0,12}\\b(?:circuit|service|line|link|port|connection|order)s?\\b.{0,4}\\b${ID_WORD}|\\b(?:circuit|service|line|link|port|connection|order)s?\\b.{0,4}\\b${ID_WORD}\\b.{0,12}\\b${AFFECTED}`,
    ),
    'object',
    1,
  ],
  [
    /^(?:alt(?:ernate)?|legacy|old|secondary|other|a-?side|z-?side|3rd party|third party|vendor|supplier|partner|customer|client|your|cust\.?) ?(?:circuit|service|line|ckt)s? ?(?:ids?|nos?\.?|numbers?|#|refs?|references?|names?)?$/,
    'object',
    4,
  ],
  [
    /\b(?:circuit|ckt|cid|ccsd|slid)s?\b ?(?:ids?|identifiers?|nos?\.?|numbers?|#|refs?\.?|references?|codes?|names?|designations?|list|affected|impacted)?(?: .{0,14})?$|\bcids?$|^circuits?(?: .{0,20})?$|\b(?:evc|uni|nni|vc|cct|vpn|ip ?vpn|epl|evpl) ?(?:ids?|identifiers?|nos?\.?|numbers?|#|refs?\.?|references?|names?)$/,
    'object',
    1,
  ],
  [
    /\b(?:service|line|link|wavelength|connection|port|virtual connection|vlan|access|trunk|interface|asset|resource|subscription|tail|leased line|cross ?connect|facility)s? (?:ids?|identifiers?|nos?\.?|numbers?|#|refs?\.?|references?|serials?(?: #| numbers?| nos?\.?)?|codes?)\b/,
    'object',
    1,
  ],
  [
    new RegExp(
      `\\b${AFFECTED}\\b.{0,14}\\b${OBJECT_NOUN}\\b|\\b${OBJECT_NOUN}\\b.{0,24}\\b${AFFECTED}\\b|\\b(?:your|following|below|listed) (?:circuits?|services?|lines?|links?|ports?)\\b`,
    ),
    'object',
    2,
  ],
  [/^(?:peer|customer|your|neighbou?r|remote) (?:as|asn|as number)$/, 'object', 3],
  [
    /^(?:configuration items?|cis?|affected|impacted|affected items?|elements?|network elements?|bgp sessions?|sessions?|peerings?)$/,
    'object',
    3,
  ],
  [
    /\b(?:peer|neighbou?r|customer|your) (?:neighbou?r )?(?:ips?|ipv4|ipv6|ip address(?:es)?|address(?:es)?)\b/,
    'object',
    3,
  ],
  [
    /^(?:services?|links?|ports?|connections?|interfaces?|assets?|resources?|lines?|leitung(?:en)?|circuit[oi]s?|liaisons?|devre(?:ler)?)$|\bservice names?$|\bcircuit name/,
    'object',
    3,
  ],
  [
    new RegExp(
      `^(?:(?:your|customer|member|peering|private|direct|virtual|dedicated|dark|leased|involved|relevant|following|list of|all) )*${OBJECT_NOUN}(?: (?:list|${ID_WORD}|at risk|in scope|on the path|involved|below))*$`,
    ),
    'object',
    3,
  ],
  [/^you (?:will|may) be (?:affected|impacted|interrupted)(?: (?:on|at|for|with))?$/, 'object', 2],
  [/^order ?(?:ids?|#)$/, 'object', 4],
  [
    /(?:回線|専用線|サービス|リンク|ポート|インターフェース|接続|アクセス|ネットワーク|チャネル|ファイバー?|心線|vlan|cid)(?:識別)?(?:番号|id|no\.?|コード|識別子)|(?:対象|影響|該当|関連|被影響|ご利用|お客様)(?:となる|の|範囲)?(?:回線|サービス|設備|機器|専用線|リンク|ポート|ネットワーク|区間)|^回線(?:名|一覧|情報|リスト)?$|回線$/,
    'object',
    1,
  ],
  [
    /(?:回線|サービス|リンク|設備|機器|ラック|キャビネット|ケージ|ファイバー?|心線|芯線|ケーブル|ポート|インターフェース|接続|伝送路|専用線|装置)(?:id|名|名称|番号|一覧|情報)?$|^(?:作業|工事|影響|停止|実施)?対象$|^(?:対象|停止)(?:の)?(?:範囲|箇所)$/,
    'object',
    3,
  ],
  [/^対象(?!者|日|時|期|エリア|地域|作業|工事|お客|ビル|場所|拠点|局|区間|範囲).{1,12}$/, 'object', 3],
  [
    /^(?:affected|impacted) (?!customers?|users?|part(?:y|ies)|areas?|locations?|sites?|regions?|time|period|countr|cit|markets?|data ?cent)[a-z]{2,14}$/,
    'object',
    3,
  ],
  // impact
  [
    /\b(?:impacts?|effects?|affect|interruption|disruption|outage type|consequences?|impacto|impatto|auswirkung(?:en)?|gevolg(?:en)?|disservizio|afetacao|etki(?:si)?|influences?)\b|^expect(?:ed|ation)?$|^what (?:you (?:will|can|should)|to|will|happens|does)\b.{0,30}$|影響|障害内容|サービス断|通信断の有無|^(?:business |service |customer )?risk(?: level)?$/,
    'impact',
    1,
  ],
  // account
  [
    /\b(?:account|acct|customer|client|subscriber|member|company|organi[sz]ation|end user|tenant|kunde|klant|cliente?)\b(?! (?:start|end|impact|circuit|service|ticket|reference|ref|time|window|notification|maintenance))|お客様(?:番号|名|id|コード)?$|お客さま(?:番号|名)|顧客|契約者|契約(?:番号|id|名)|会社名|貴社|御社|アカウント|テナント|ユーザ/,
    'account',
    1,
  ],
  // identity of the maintenance
  [
    new RegExp(
      `\\b${WORK}\\b(?: (?:ticket|case|order|control|management|tracking|work|window|request|event|notification))*(?: ?(?:id|identifier|no\\.?|number|nr\\.?|#|ref\\.?|reference|code)(?: (?:id|no\\.?|number|#))?)(?:$| [-(#/])`,
    ),
    'id',
    1,
  ],
  [
    /\b(?:work order|maintenance (?:ticket|case|event)|change (?:ticket|request|order|control)|planned work (?:ticket|order)|event ticket|internal ticket|ticket|case|trouble ticket|tt|wo|cr|crq|rfc|mop|pcr|chg|maint)\b(?: (?:id|no\.?|number|nr\.?|#|ref\.?|reference|reference number))?(?:$| [-(#/])|^(?:ticket|case) (?:reference|number|id|no\.?|#).*/,
    'id',
    2,
  ],
  [
    /^(?:our |internal |external |provider |carrier |supplier |vendor |gcr |noc )?(?:ref(?:erence)?|referenz|référence|referencia|referência|riferimento|kenmerk|referans)\.?(?: ?(?:id|no\.?|number|nr\.?|#|code))?$|\breference (?:id|no\.?|number|#|code)$/,
    'id',
    3,
  ],
  [/^(?:id|#|no\.?|number|identifier)$/, 'id', 4],
  [/^番号$/, 'id', 3],
  [/^(?:件番|工番|整番|票番|案内no\.?|通番)$/, 'id', 2],
  // What the customer calls it: only where nothing else is said.
  [/^your (?:ref(?:erence)?|ticket|case)\.?(?: ?(?:id|no\.?|number|#))?$/, 'id', 5],
  [
    new RegExp(
      `^(?:(?:scheduled|planned|unplanned|engineering|service|customer|technical|network|fib(?:re|er)|cable|night) )*(?:${WORK}|works|task|job|ticket|case|advisory|order|rfo|pew|pew|nom|soa|pmn|psm|maint|mw|pw)(?: (?:log|entry|record|file|item|code))* ?(?:id|identifier|nos?\\.?|numbers?|nr\\.?|#|refs?\\.?|references?|n°|nº)$`,
    ),
    'id',
    2,
  ],
  [
    /(?:工事|作業|メンテ(?:ナンス)?|保守|計画(?:停止|工事|作業)?)(?:管理|受付|整理|識別|通知|案件|の)*(?:番号|no\.?|id|コード|#|ナンバー)$/,
    'id',
    1,
  ],
  [
    /(?:受付|案件|チケット|通知|イベント|申請|申込|依頼|変更|変更管理|お知らせ|ご?案内|インシデント|ケース|予定|試験|点検|停止|切替|支障|障害|連絡|手配|計画)(?:管理|整理|の)*(?:番号|no\.?|id|コード|#)$/,
    'id',
    2,
  ],
  [
    /(?:管理|整理|文書|参照|問い?合わ?せ|照会|伝票|リファレンス)(?:番号|no\.?|id|コード|#)?$(?<!^管理)(?<!^文書)/,
    'id',
    3,
  ],
  [
    /^(?:変更|延期|修正)(?:前|後)$|^(?:before|after|now|was|is|is now|old|new|previous|revised)$/,
    'window',
    2,
  ],
  // time
  [
    /(?:\bstart(?:s|ing)?\b|\bbegin(?:s|ning)?\b|\bfrom\b|開始|beginn).*(?:\bend(?:s|ing)?\b|\bfinish\b|\bto\b|終了|ende)/,
    'window',
    1,
  ],
  [
    /^(?:von|ab|desde|dal|vanaf|od)$|^(?:start|begin)(?:datum|tijd(?:stip)?|zeit(?:punkt)?|dato|tid(?:spunkt)?|dag|uur|termin)(?: .{0,20})?$|\b(?:start(?:s|ed|ing|time|date|zeit)?|began|begin(?:s|ning)?|beginn|commenc\w+|from|début|debut|inicio|início|inizio|aanvang|baslangic|başlangıç|activity start|opens)\b|開始|着手/,
    'start',
    1,
  ],
  [
    /^(?:bis|hasta|ate|tot|do)$|^(?:eind|ende?|slut|stop)(?:datum|tijd(?:stip)?|zeit(?:punkt)?|dato|tid(?:spunkt)?|dag|uur|termin)(?: .{0,20})?$|^(?:slutt?|loppu|koniec|konec)$|\b(?:end(?:s|ed|ing|time|date|e|zeit)?|finish(?:es|ed)?|complet(?:ion|e|es)(?! status)|until|till|to|through|stop|closes?|fin|fim|fine|einde|bitis|bitiş|t[ée]rmino|conclus[ãa]o|finaliza\w*|restoration)\b|終了|完了予定|完了日時|完了時刻|^(?:作業|工事)完了$/,
    'end',
    1,
  ],
  [
    /\b(?:window|windows|schedule|scheduled|when|time ?frame|period|slot|night|date|dates|day|days|time|times|datetime|span|hours|zeitraum|zeit|datum|période|periodo|período|fenetre|ventana|janela|finestra|fecha|data|tijd|tijdsduur|tarih|primary|planned for|timing)\b|日時|日程|期間|時間帯|(?:実施|作業|工事|予定|対象|施工|停止|メンテナンス|保守|変更|予備)(?:日|時間|時刻|時期|期日|予定)$|^日付$|^日$|^時間$|^時刻$|スケジュール|予備日|順延日|実施予定|スパン|^本(?:工事|作業|番)(?:日程?|日時)?$|(?:希望|実施)日時?|^予備$|^(?:旧|新)$/,
    'window',
    1,
  ],
  [NOTIFICATION, 'id', 2],
  [new RegExp(`^(?:${WORK})(?: request)?$`), 'id', 4],
]
