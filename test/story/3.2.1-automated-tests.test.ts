import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.1', 'Existing functions are confirmed by automated tests')
