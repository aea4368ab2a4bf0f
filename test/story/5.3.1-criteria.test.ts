import { unjudgedStory } from './story.ts'

unjudgedStory('5.3.1', 'Incidents are judged by criteria')
