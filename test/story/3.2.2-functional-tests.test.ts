import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.2', 'The functions in use are proven on the real equipment')
