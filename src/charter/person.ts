export { samePerson } from '../people/person.ts'
