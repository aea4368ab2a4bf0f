export { readStored } from './read-stored.ts'
