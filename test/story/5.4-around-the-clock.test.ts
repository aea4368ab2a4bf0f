import { unjudgedStory } from './story.ts'

unjudgedStory('5.4', 'Repair and control are possible at any hour')
