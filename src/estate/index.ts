export { readNetwork } from './read-network.ts'
