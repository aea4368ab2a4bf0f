import { unjudgedStory } from './story.ts'

unjudgedStory('5.2.3', 'We notice changes of traffic ourselves')
