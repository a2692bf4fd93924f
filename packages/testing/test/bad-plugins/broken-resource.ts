import { noteList, notes, notesPlugin } from './notes.ts';

const all = notes.resource({
  uri: 'notes://all',
  name: 'All notes',
  description: 'Every note as text.',
  mimeType: 'text/plain',
  read: async ({ reader, signal }) => ({ text: (await reader.get('all', signal)).text }),
});

export const plugin = notesPlugin({ tools: [noteList], resources: [all] });
