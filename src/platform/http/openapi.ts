import type { OpenAPIHono } from '@hono/zod-openapi'

/** What an OpenAPI 3.1 document is made from and turned into; its shape is the standard's. */
export type OpenApiDocument = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** The document of all declared routes, with paths and components in alphabetical order: the same for the same routes. */
export function openApiDocument(app: {
  getOpenAPI31Document: OpenAPIHono['getOpenAPI31Document']
}): OpenApiDocument {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Kensho',
      version: '1',
      description:
        'Every operation names the permission that it asks for as x-permission; `public` asks for none. ' +
        'Summaries are English, descriptions Japanese.',
    },
  })
  return { ...document, paths: sorted(document.paths ?? {}) }
}

function sorted<T>(entries: { [key: string]: T }): { [key: string]: T } {
  return Object.fromEntries(Object.entries(entries).sort(([a], [b]) => (a < b ? -1 : 1)))
}
