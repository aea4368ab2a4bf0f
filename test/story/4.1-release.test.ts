import { unjudgedStory } from './story.ts'

unjudgedStory('4.1', 'A release happens only when a superior approved its content')
