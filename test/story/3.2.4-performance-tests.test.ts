import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.4', 'The limit of capacity is established under load')
