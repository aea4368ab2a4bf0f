import { unjudgedStory } from './story.ts'

unjudgedStory('4.2.1', 'One unknown vulnerability does not open the management network')
