import { unjudgedStory } from './story.ts'

unjudgedStory('5.1', 'Maintenance of external lines is known and managed')
