import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import type { LogLevel } from './config.ts'

/** Names of fields whose values never reach the log, wherever one of these stands in what is logged. */
const SECRET_FIELDS = [
  'password',
  'passphrase',
  'secret',
  'token',
  'authorization',
  'cookie',
  'set-cookie',
  'privateKey',
  'connectionString',
  'databaseUrl',
]

const PATHS = SECRET_FIELDS.flatMap((name) => {
  const key = /^[a-zA-Z]+$/.test(name) ? `.${name}` : `["${name}"]`
  return [key.replace(/^\./, ''), `*${key}`, `*.*${key}`]
})

/**
 * Structured log lines (JSON, one a line) on standard error; standard output stays free for results.
 * Fields that are named like secrets are masked up to three levels deep, and passwords inside URLs everywhere.
 */
export function createLog(
  level: LogLevel,
  zone: string,
  destination: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      level,
      base: { zone, pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: PATHS, censor: '[masked]' },
      serializers: { err: pino.stdSerializers.err },
    },
    { write: (line) => destination.write(maskUrlPasswords(line)) },
  )
}

/** `postgres://user:secret@host` keeps its shape and loses its secret: URLs stand inside error messages too. */
export function maskUrlPasswords(text: string): string {
  return text.replaceAll(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@"']*):[^\s/?#@"']+@/gi, '$1:[masked]@')
}
