import { unjudgedStory } from './story.ts'

unjudgedStory('1', 'A guideline stands for every phase and viewpoint')
