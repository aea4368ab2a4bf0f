import type { Command } from '../platform/command.ts'
import { EXIT, InputError } from '../platform/failure.ts'
import { networkFileSchema, workspaceDocumentSchema } from '../estate/schema.ts'
import { workspaceCollections } from './composition.ts'

/** `kensho schema`: the JSON Schema of the documents that this version reads, with all that modules add. */
export const schemaCommand: Command = {
  name: 'schema',
  args: '[document]',
  describe: 'Print the JSON Schema of a workspace document or a network file. / 文書の JSON Schema を出す',
  run: (io, [document = 'workspace']) => {
    if (document !== 'workspace' && document !== 'network')
      throw new InputError('schema', {}, `expected workspace or network, found ${String(document)}`)
    const schema =
      document === 'network' ? networkFileSchema() : workspaceDocumentSchema(workspaceCollections())
    io.out(JSON.stringify(schema, null, 2))
    return Promise.resolve(EXIT.done)
  },
}
