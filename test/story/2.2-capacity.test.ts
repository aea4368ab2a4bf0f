import { unjudgedStory } from './story.ts'

unjudgedStory('2.2', 'Capacity stays ahead of forecast demand')
