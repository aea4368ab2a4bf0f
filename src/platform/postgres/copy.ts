import type { Client, Connection } from 'pg'

/**
 * PostgreSQL's COPY over the client's own protocol, in text form: every type as the server writes and reads it, with
 * nothing of ours between, at the speed of the server. Pages of a cursor would need a text form of our own for each
 * type. Both directions wait for the slower side. Outwards pg
 * holds a whole row at a time, so the largest row bounds the memory; inwards nothing does.
 */

/** What pg's connection can do and its type declarations leave out. */
type CopyConnection = Connection & {
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (because: string) => void
}

/** Runs a `copy … to stdout`. `take` gets each piece (valid only during the call); a promise makes the server wait. */
export function copyOut(
  client: Client,
  sql: string,
  take: (piece: Buffer) => Promise<void> | null,
): Promise<void> {
  return new Promise((done, fail) => {
    const failed = (error: unknown) => fail(error instanceof Error ? error : new Error(String(error)))
    client.query({
      submit: (connection: Connection) => connection.query(sql),
      handleCopyData: (message: { chunk: Buffer }, connection: Connection) => {
        const abandon = (error: unknown) => {
          // The server would go on sending; nobody reads on, so the connection ends here.
          connection.stream.destroy()
          failed(error)
        }
        try {
          const wait = take(message.chunk)
          if (!wait) return
          connection.stream.pause()
          wait.then(() => connection.stream.resume(), abandon)
        } catch (error) {
          abandon(error)
        }
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => done(),
      handleError: failed,
    })
  })
}

/** Runs a `copy … from stdin` with these pieces. Fails with the server's error, or with the source's. */
export function copyIn(client: Client, sql: string, source: AsyncIterable<Buffer>): Promise<void> {
  return new Promise((done, fail) => {
    let ended = false
    let sourceError: unknown = null
    const pump = async (connection: CopyConnection): Promise<void> => {
      for await (const piece of source) {
        if (ended) return
        connection.sendCopyFromChunk(piece)
        if (connection.stream.writableNeedDrain) await drained(connection)
      }
      if (!ended) connection.endCopyFrom()
    }
    client.query({
      submit: (connection: Connection) => connection.query(sql),
      handleCopyInResponse: (connection: CopyConnection) => {
        pump(connection).catch((error: unknown) => {
          sourceError = error
          if (!ended) connection.sendCopyFail('the source failed')
        })
      },
      handleCommandComplete: () => undefined,
      handleReadyForQuery: () => done(),
      handleError: (error: unknown) => {
        ended = true
        const first = sourceError ?? error
        fail(first instanceof Error ? first : new Error(String(first)))
      },
    })
  })
}

/** Settles when the connection takes more, or is gone. */
function drained({ stream }: Connection): Promise<void> {
  return new Promise((done) => {
    const settle = () => {
      stream.off('drain', settle).off('close', settle)
      done()
    }
    stream.on('drain', settle).on('close', settle)
  })
}
