import { unjudgedStory } from './story.ts'

unjudgedStory('4.2.2', 'Access rights are taken stock of')
