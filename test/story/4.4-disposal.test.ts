import { unjudgedStory } from './story.ts'

unjudgedStory('4.4', 'Data is erased completely when equipment is retired')
