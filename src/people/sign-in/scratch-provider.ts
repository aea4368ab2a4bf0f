import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

/** What the process is told: where it may send browsers back to. */
export type ProviderArguments = [redirectUri: string, clientId: string, clientSecret: string]

/**
 * A real OpenID provider, for tests in a process of its own: `node scratch-provider.ts REDIRECT_URI CLIENT SECRET` prints
 * its issuer once it listens. Whoever comes says by login_hint who it is, and is believed; everybody has the same mail
 * address, verified.
 */
async function serve([redirectUri, clientId, clientSecret]: ProviderArguments): Promise<void> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve))
  const issuer = `http://localhost:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: [redirectUri],
        response_types: ['code'],
        grant_types: ['authorization_code'],
      },
    ],
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, email: 'same@example.jp', email_verified: true }),
    }),
    cookies: { keys: ['only for this test'] },
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (request.url?.startsWith('/interaction/') !== true) return void answer(request, response)
    const believe = async () => {
      const { prompt, params, session } = await provider.interactionDetails(request, response)
      const who = typeof params['login_hint'] === 'string' ? params['login_hint'] : 'nobody'
      const grant = new provider.Grant({ accountId: session?.accountId ?? who, clientId })
      grant.addOIDCScope('openid')
      const result =
        prompt.name === 'login' ? { login: { accountId: who } } : { consent: { grantId: await grant.save() } }
      await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
    }
    believe().catch((error: unknown) => {
      response.statusCode = 500
      response.end(String(error))
    })
  })
  process.stdout.write(`${issuer}\n`)
}

const [redirectUri, clientId, clientSecret] = process.argv.slice(2)
if (import.meta.main && redirectUri !== undefined && clientId !== undefined && clientSecret !== undefined)
  await serve([redirectUri, clientId, clientSecret])
