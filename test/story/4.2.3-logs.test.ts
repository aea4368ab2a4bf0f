import { unjudgedStory } from './story.ts'

unjudgedStory('4.2.3', 'Access logs are kept and checked')
