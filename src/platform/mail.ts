import type { SendMailOptions } from 'nodemailer'
import type { Config } from './config.ts'

/** One letter as it is handed to the mail server; the sender is the installation's. */
export type Letter = Omit<SendMailOptions, 'from'> & { subject: string; text: string }

const SEND_MS_MAX = 20_000

/**
 * Sends by the mail server of the configuration (`KENSHO_SMTP_URL`), within 20 s for each step of the conversation.
 * Returns for how many the server took it. Throws where none is set, and where it takes the letter for nobody.
 */
export async function sendLetter(
  { mail: server }: Config,
  letter: Letter,
): Promise<{ accepted: number; refused: number }> {
  if (server === undefined) throw new Error('KENSHO_SMTP_URL is not set: nothing can be sent')
  // Comes with the first letter: most commands never send one.
  const { createTransport } = await import('nodemailer')
  const limits = { connectionTimeout: SEND_MS_MAX, greetingTimeout: SEND_MS_MAX, socketTimeout: SEND_MS_MAX }
  const transport = createTransport({ url: server.smtpUrl, ...limits })
  try {
    const sent = await transport.sendMail({ from: server.from, ...letter })
    return { accepted: sent.accepted.length, refused: sent.rejected.length }
  } finally {
    transport.close()
  }
}
