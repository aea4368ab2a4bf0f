import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.3.2', 'Faults are provoked and the protection is seen to work')
