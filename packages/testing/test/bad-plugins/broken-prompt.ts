import { definePrompt } from '@lineclear/core/plugin';
import * as z from 'zod';
import { noteList, notesPlugin } from './notes.ts';

const review = definePrompt({
  name: 'note_review',
  description: 'Go through the notes.',
  args: z.object({ about: z.string().describe('A subject, for example milk') }),
  render: ({ args }) => JSON.parse(args.about),
});

export const plugin = notesPlugin({ tools: [noteList], prompts: [review] });
