import { unjudgedStory } from './story.ts'

unjudgedStory('3.2.3.1', 'Data passes correctly between systems')
