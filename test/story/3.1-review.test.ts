import { unjudgedStory } from './story.ts'

unjudgedStory('3.1', 'Nothing reaches production that only its author has seen')
