import { createRoute, z } from '@hono/zod-openapi'
import type { Hono } from 'hono'
import type { BlankEnv, Schema } from 'hono/types'
import type { Context } from '../context.ts'
import type { Text } from '../text.ts'
import type { Actor, Peer, Permission } from './permission.ts'
import { errorReplies } from './reply.ts'
import type { ErrorReply, ErrorStatus } from './reply.ts'

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete'
/** 204: nothing comes back; the handler gives the Response itself. */
export type SuccessStatus = 200 | 201 | 202 | 204

/** What a handler is given of its request, parsed by the schemas of its route. */
export type RouteRequest<Params = unknown, Query = unknown, Body = unknown> = {
  actor: Actor
  params: Params
  query: Query
  body: Body
  /** Where it came from. */
  peer: Peer
  /** Ends when the client goes away or the time is up. */
  signal: AbortSignal
  /** The unparsed request, for routes that declare `upload`: read `raw.body` as a stream. */
  raw: Request
  /** Throws a Refusal unless the actor holds the permission on that object. Route permissions are already checked. */
  authorise: (permission: Permission, object: string) => Promise<void>
}

/** A route as the app serves it. Made by `defineRoute` only. */
export type Route = {
  method: Method
  path: string
  permission: Permission
  object?: string
  bodyBytesMax: number
  timeoutMs: number
  status: SuccessStatus
  /** The declaration in the form that validation and the OpenAPI document are made from. */
  declaration: ReturnType<typeof createRoute>
  handle: (ctx: Context, request: RouteRequest) => Promise<unknown>
}

/** A route that remembers, for the typed client, what it takes and gives. `endpoint` exists in types only. */
export type TypedRoute<Endpoint> = Route & { readonly endpoint?: Endpoint }

/**
 * The type to give to hono's client, one for each module:
 * `hc<ClientOf<typeof estateRoutes>>(origin).api.estate.sites.$get()`.
 */
export type ClientOf<Routes extends readonly TypedRoute<unknown>[]> = Hono<BlankEnv, SchemaOf<Routes[number]>>

const BODY_BYTES_MAX = 1024 * 1024
const TIMEOUT_MS = 30_000

type Definition<
  M extends Method,
  P extends string,
  Reply extends z.ZodType,
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Status extends SuccessStatus,
> = {
  method: M
  /** As OpenAPI writes it: `/api/estate/sites/{id}`. */
  path: P
  /** Required: a route without a granted permission never runs. */
  permission: Permission
  /** The path parameter that names the one object; then whoever has the permission on that object alone may, too. */
  object?: string
  summary: Text
  params?: Params
  query?: Query
  /** A JSON body. */
  body?: Body
  /** Instead of `body`: media types that the handler reads from `raw` itself. */
  upload?: readonly string[]
  /** The JSON that comes back; a handler may also give a Response of its own, for files. */
  reply: Reply
  status?: Status
  bodyBytesMax?: number
  timeoutMs?: number
  handler: (
    ctx: Context,
    request: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<z.input<Reply> | Response>
}

/** Declares a route: schemas, permission and handler in one place. */
export function defineRoute<
  const M extends Method,
  const P extends string,
  Reply extends z.ZodType,
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Status extends SuccessStatus = 200,
>(
  definition: Definition<M, P, Reply, Params, Query, Body, Status>,
): TypedRoute<EndpointOf<M, P, z.input<Reply>, z.input<Params>, z.input<Query>, z.input<Body>, Status>> {
  const status = definition.status ?? 200
  return {
    method: definition.method,
    path: definition.path,
    permission: definition.permission,
    ...(definition.object !== undefined && { object: definition.object }),
    bodyBytesMax: definition.bodyBytesMax ?? BODY_BYTES_MAX,
    timeoutMs: definition.timeoutMs ?? TIMEOUT_MS,
    status,
    declaration: createRoute({
      method: definition.method,
      path: definition.path,
      operationId: operationId(definition.method, definition.path),
      summary: definition.summary.en,
      description: definition.summary.ja,
      'x-permission': definition.permission,
      request: requestParts(definition),
      responses: {
        [status]: {
          description: 'Done',
          ...(status !== 204 && { content: { 'application/json': { schema: definition.reply } } }),
        },
        ...errorReplies,
      },
    }),
    // The app hands over what the schemas above have parsed, so the types hold.
    handle: definition.handler as Route['handle'],
  }
}

function requestParts(definition: {
  params?: z.ZodType
  query?: z.ZodType
  body?: z.ZodType
  upload?: readonly string[]
}) {
  const { params, query, body, upload } = definition
  const content = upload
    ? Object.fromEntries(
        upload.map((type) => [type, { schema: { type: 'string', format: 'binary' } as const }]),
      )
    : { 'application/json': { schema: body ?? z.undefined() } }
  return {
    ...(params && { params: params as z.ZodObject }),
    ...(query && { query: query as z.ZodObject }),
    ...((upload ?? body) && { body: { required: true, content } }),
  }
}

/** `get /api/estate/sites/{id}` becomes `getEstateSitesId`: stable, and unique because method and path are. */
function operationId(method: Method, path: string): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => word !== '' && word !== 'api')
  return method + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
}

type HonoPath<P extends string> = P extends `${infer Start}/{${infer Name}}${infer Rest}`
  ? `${Start}/:${Name}${HonoPath<Rest>}`
  : P

type Part<Name extends string, Value> = [Value] extends [undefined] ? unknown : { [K in Name]: Value }

type EndpointOf<M extends Method, P extends string, Reply, Params, Query, Body, Status> = {
  [K in HonoPath<P>]: {
    [K in `$${M}`]: {
      input: Part<'param', Params> & Part<'query', Query> & Part<'json', Body> & object
      outputFormat: 'json'
    } & ({ output: Reply; status: Status } | { output: ErrorReply; status: ErrorStatus })
  }
}

type Intersected<Union> = (Union extends unknown ? (value: Union) => void : never) extends (
  value: infer All,
) => void
  ? All
  : never

type SchemaOf<R extends { readonly endpoint?: unknown }> =
  Intersected<NonNullable<R['endpoint']>> extends infer All extends Schema ? All : never
