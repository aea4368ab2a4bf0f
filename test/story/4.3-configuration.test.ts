import { unjudgedStory } from './story.ts'

unjudgedStory('4.3', 'Every device has its configuration backed up')
