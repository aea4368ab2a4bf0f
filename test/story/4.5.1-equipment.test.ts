import { unjudgedStory } from './story.ts'

unjudgedStory('4.5.1', 'Equipment in production stays under maintenance')
