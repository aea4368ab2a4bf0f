/**
 * Mails made to exhaust, each handed to `kensho notice parse` as its users run it, in a process of its own: hostile MIME,
 * 50 MB, nested forwards, zip bombs, PDFs, broken calendars. Each must end with an entry for review that says why, within
 * 20 s of wall clock and 256 MB of resident memory (the peak that the kernel counted for that process).
 *   node bench/notices-hostile.ts [part of a name]
 * Exits 1 where one does not.
 */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { hostileMails } from './notices-fuzz.ts'

const WALL_MS_MAX = 20_000
const RESIDENT_MB_MAX = 256
const KENSHO = new URL('../bin/kensho', import.meta.url).pathname
/**
 * Loaded before kensho: when it ends it says how much memory it ever held. Not by getrusage, whose maximum a process
 * takes over from the one that started it.
 */
const METER = `import { readFileSync } from 'node:fs'
process.on('exit', () => {
  const held = /VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]
  process.stderr.write('\\nresident_kb=' + held + '\\n')
})`

type Hostile = { name: string; bytes: Uint8Array }

const HEAD =
  'From: noc@carrier.example\r\nSubject: Maintenance\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n'

function attached(type: string, fileName: string, content: Uint8Array): Uint8Array {
  const lines = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n')
  return Buffer.from(
    `${HEAD}Content-Type: ${type}; name="${fileName}"\r\nContent-Disposition: attachment; filename="${fileName}"\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines}\r\n`,
  )
}

/** An archive whose entries say that they are small. `claimed` is the size that its directory gives. */
function archive(entries: { name: string; inflated: Uint8Array; claimed?: number }[]): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const { name, inflated, claimed = inflated.length } of entries) {
    const data = deflateRawSync(inflated, { level: 9 })
    const fileName = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt32LE(claimed, 22)
    local.writeUInt16LE(fileName.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(20, 4)
    entry.writeUInt16LE(20, 6)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt32LE(claimed, 24)
    entry.writeUInt16LE(fileName.length, 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, fileName, data)
    central.push(entry, fileName)
    offset += local.length + fileName.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

function archives(): Hostile[] {
  const zeros = Buffer.alloc(1_000_000_000)
  const bomb = archive([{ name: 'list.csv', inflated: zeros, claimed: 100 }])
  const sheet = archive([
    { name: '[Content_Types].xml', inflated: Buffer.from('<Types/>') },
    { name: 'xl/workbook.xml', inflated: Buffer.from('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', inflated: zeros.subarray(0, 400_000_000), claimed: 1000 },
  ])
  const rows = `<worksheet><sheetData>${'<row><c t="inlineStr"><is><t>2026-12-01 01:00</t></is></c></row>'.repeat(120_000)}</sheetData></worksheet>`
  const wide = archive([
    { name: '[Content_Types].xml', inflated: Buffer.from('<Types/>') },
    { name: 'xl/workbook.xml', inflated: Buffer.from('<workbook/>') },
    { name: 'xl/worksheets/sheet1.xml', inflated: Buffer.from(rows) },
  ])
  const many = archive(
    Array.from({ length: 40 }, (_, at) => ({
      name: `list${at}.csv`,
      inflated: Buffer.alloc(7_000_000, 'a;2026-12-01 01:00;b\n'),
    })),
  )
  const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
  return [
    { name: 'zip bomb of 1 GB that claims 100 bytes', bytes: attached('application/zip', 'a.zip', bomb) },
    {
      name: 'zip in a zip',
      bytes: attached('application/zip', 'a.zip', archive([{ name: 'b.zip', inflated: bomb }])),
    },
    { name: 'zip of 40 lists of 7 MB', bytes: attached('application/zip', 'a.zip', many) },
    { name: 'sheet that inflates to 400 MB', bytes: attached(xlsx, 'a.xlsx', sheet) },
    { name: 'sheet of 120,000 rows', bytes: attached(xlsx, 'a.xlsx', wide) },
    {
      name: 'CSV of 8 MB in UTF-16',
      bytes: attached(
        'text/csv',
        'a.csv',
        Buffer.from(`\ufeff${'2026-12-01 01:00\tKD-1\tx\r\n'.repeat(150_000)}`, 'utf16le'),
      ),
    },
    {
      name: 'PDF of 6 MB of damage',
      bytes: attached(
        'application/pdf',
        'a.pdf',
        Buffer.from(`%PDF-1.7\n${'1 0 obj<</Kids[1 0 R]>>endobj\n'.repeat(200_000)}`),
      ),
    },
  ]
}

function threads(): Hostile[] {
  const body =
    'Maintenance ID: CHG-1\r\nStart: 2026-12-08 17:00 UTC\r\nEnd: 2026-12-08 21:00 UTC\r\nCircuit ID: KD-1\r\n'
  let forwarded = `${HEAD}\r\n${body}`
  for (let depth = 0; depth < 60; depth += 1)
    forwarded = `${HEAD}Content-Type: multipart/mixed; boundary=f${depth}\r\n\r\n--f${depth}\r\nContent-Type: text/plain\r\n\r\nFYI\r\n--f${depth}\r\nContent-Type: message/rfc822\r\n\r\n${forwarded}\r\n--f${depth}--\r\n`
  const quoted = Array.from(
    { length: 4000 },
    (_, depth) => `${'>'.repeat(depth % 200)} ${body.replaceAll('\r\n', ' ')}`,
  )
  return [
    { name: '60 forwards in each other', bytes: Buffer.from(forwarded) },
    { name: 'a thread quoted 4,000 times', bytes: Buffer.from(`${HEAD}\r\n${quoted.join('\r\n')}`) },
  ]
}

function calendars(): Hostile[] {
  const calendar = (lines: string): Uint8Array =>
    Buffer.from(`${HEAD}Content-Type: text/calendar\r\n\r\n${lines}`)
  return [
    {
      name: 'calendar cut in the middle',
      bytes: calendar('BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T0100'),
    },
    { name: 'calendar without an end of anything', bytes: calendar('BEGIN:VCALENDAR\r\n'.repeat(200_000)) },
    {
      name: 'calendar that begins what it never ends',
      bytes: calendar('BEGIN:VEVENT\r\nBEGIN:VALARM\r\n'.repeat(100_000)),
    },
    {
      name: 'calendar repeated until the year 9999',
      bytes: calendar(
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T010000Z\r\nDTEND:20261201T050000Z\r\nRRULE:FREQ=SECONDLY;UNTIL=99991231T000000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
      ),
    },
    {
      name: 'calendar with times that do not exist',
      bytes: calendar(
        'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Nowhere/City:20269901T990000\r\nDTEND:20200101T000000Z\r\nDURATION:-P9999999999D\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n',
      ),
    },
  ]
}

type Ended = {
  status: number | null
  wallMs: number
  residentMb: number
  review: boolean
  explained: boolean
}

async function parsed(file: string, meter: string): Promise<Ended> {
  const startedMs = performance.now()
  const child = spawn(process.execPath, ['--import', meter, KENSHO, 'notice', 'parse', file, '--json'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 3 * WALL_MS_MAX,
    killSignal: 'SIGKILL',
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err = (err + chunk.toString()).slice(-4000)))
  const status = await new Promise<number | null>((resolve) => child.once('close', resolve))
  const wallMs = performance.now() - startedMs
  const residentMb = Number(/resident_kb=(\d+)/.exec(err)?.[1] ?? NaN) / 1024
  let notices: { needs_review: boolean; reasons: unknown[] }[] = []
  try {
    notices = (JSON.parse(out) as (typeof notices)[]).flat()
  } catch {
    console.log(`  no answer: ${err.trim().split('\n').slice(-3).join(' | ')}`)
  }
  return {
    status,
    wallMs,
    residentMb,
    review: notices.length > 0 && notices.every(({ needs_review }) => needs_review),
    explained: notices.length > 0 && notices.every(({ reasons }) => reasons.length > 0),
  }
}

const wanted = process.argv[2] ?? ''
const mails = [...hostileMails(), ...archives(), ...threads(), ...calendars()].filter(({ name }) =>
  name.includes(wanted),
)
if (mails.length === 0) throw new Error(`no hostile mail is named like ${wanted}`)
const folder = mkdtempSync(join(tmpdir(), 'kensho-hostile-'))
let failed = 0
let [mostMb, longestMs] = [0, 0]
try {
  const meter = join(folder, 'meter.mjs')
  writeFileSync(meter, METER)
  console.log(`${mails.length} hostile mails, one process each; load average ${loadavg()[0]!.toFixed(1)}`)
  for (const { name, bytes } of mails) {
    const file = join(folder, 'mail.eml')
    writeFileSync(file, bytes)
    const { status, wallMs, residentMb, review, explained } = await parsed(file, meter)
    const right =
      status === 2 && review && explained && wallMs <= WALL_MS_MAX && residentMb <= RESIDENT_MB_MAX
    if (!right) failed += 1
    mostMb = Math.max(mostMb, residentMb)
    longestMs = Math.max(longestMs, wallMs)
    console.log(
      `  ${right ? 'right' : 'WRONG'}: ${name}: ${(bytes.length / 1e6).toFixed(1)} MB, exit ${status}, ${(wallMs / 1000).toFixed(1)} s, ${residentMb.toFixed(0)} MB resident${review ? '' : ', not put to review'}${explained ? '' : ', not explained'}`,
    )
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
console.log(
  `${failed} of ${mails.length} wrong; at most ${mostMb.toFixed(0)} MB resident (aim ${RESIDENT_MB_MAX}), ${(longestMs / 1000).toFixed(1)} s (bound ${WALL_MS_MAX / 1000})`,
)
process.exitCode = failed > 0 ? 1 : 0
