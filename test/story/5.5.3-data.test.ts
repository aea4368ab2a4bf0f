import { unjudgedStory } from './story.ts'

unjudgedStory('5.5.3', 'Data does not change without intent')
