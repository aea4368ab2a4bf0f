import { unjudgedStory } from './story.ts'

unjudgedStory('5.5.1', 'Programs do not change without intent')
