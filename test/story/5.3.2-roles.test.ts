import { unjudgedStory } from './story.ts'

unjudgedStory('5.3.2', 'Who leads an incident does not repair')
