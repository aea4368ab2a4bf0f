export { ask, SERVER_OPTION } from '../platform/remote.ts'
