import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.5', 'The rollout procedure is settled by rehearsal')
