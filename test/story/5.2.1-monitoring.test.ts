import { unjudgedStory } from './story.ts'

unjudgedStory('5.2.1', 'A monitoring system runs')
