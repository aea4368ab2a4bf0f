import { unjudgedStory } from './story.ts'

unjudgedStory('5.5.2', 'Infrastructure does not change without intent')
