import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.3', 'Integration is tested in an environment equivalent to production')
