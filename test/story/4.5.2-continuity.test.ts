import { unjudgedStory } from './story.ts'

unjudgedStory('4.5.2', 'Agents and makers can stay in business')
