import { unjudgedStory } from './story.ts'

unjudgedStory('5.2.2', 'Capacity is watched')
