import type { AnyTool, HttpClient, Plugin } from '@lineclear/core/plugin';
import { defineConnection, definePlugin, path, secret } from '@lineclear/core/plugin';
import * as z from 'zod';

// The plugin that every planted one is a copy of, with one defect.

export const Note = z.object({ id: z.string(), text: z.string(), version: z.int() });
export const id = z.string().min(1).describe('The id of the note, for example n1');

/** What the notes may be asked. */
export const noteReader = (http: HttpClient) => ({
  health: async () => (await http.get('/health')).text(),
  list: async () => (await http.get('/notes')).json(z.object({ notes: z.array(Note) })),
  get: async (key: string, signal: AbortSignal) => (await http.get(path`/notes/${key}`, { signal })).json(Note),
  search: async (text: string) =>
    (await http.post('/search', { json: { text }, safe: true })).json(z.object({ notes: z.array(Note) })),
});

/** What may be done to the notes. */
export const noteWriter = (http: HttpClient) => ({
  edit: async ({ key, ...change }: { key: string; text: string; version: number; change: string }) =>
    (await http.put(path`/notes/${key}`, { json: change })).json(Note),
});

export const settings = z.object({ url: z.url(), token: secret() });

export const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    return { reader: noteReader(client), writer: noteWriter(client) };
  },
  probe: ({ reader }) => reader.health(),
});

export const noteList = notes.read({
  name: 'note_list',
  toolset: 'notes',
  description: 'List all notes. Use note_search to find one by its text.',
  input: z.object({}),
  output: z.object({ notes: z.array(Note) }),
  run: ({ reader }) => reader.list(),
});

export const noteSearch = notes.read({
  name: 'note_search',
  toolset: 'notes',
  description: 'Find notes by their text. Use note_list for all of them.',
  input: z.object({ text: z.string().describe('Words in the note, for example milk') }),
  output: z.object({ notes: z.array(Note) }),
  run: ({ input, reader }) => reader.search(input.text),
});

/** noteEdit without its handlers, for plugins with handlers of their own. */
export const editFacts = {
  name: 'note_edit',
  toolset: 'notes',
  risk: 'destructive',
  description: 'Replace the text of a note.',
  input: z.object({ id, text: z.string().describe('The new text, for example buy milk') }),
  output: Note,
} as const;

export const noteEdit = notes.write({
  ...editFacts,
  preview: async ({ input, reader, signal }) => {
    const note = await reader.get(input.id, signal);
    return { description: `Replace the text of note ${note.id}.`, guard: { version: note.version }, before: note };
  },
  execute: ({ input, writer, guard, idempotencyKey }) =>
    writer.edit({ key: input.id, text: input.text, version: guard.version, change: idempotencyKey }),
});

/** A write that only a person outside the model's reach may approve. */
export const notePurge = notes.write({
  name: 'note_purge',
  toolset: 'notes',
  risk: 'destructive',
  description: 'Empty every note.',
  input: z.object({}),
  output: z.object({ emptied: z.int() }),
  preview: async ({ reader }) => {
    const page = await reader.list();
    const versions = page.notes.map(({ id: key, version }) => ({ key, version }));
    return { description: `Empty ${versions.length} notes.`, guard: versions, approval: 'human' };
  },
  execute: async ({ writer, guard, idempotencyKey, step }) => {
    for (const { key, version } of guard) {
      await writer.edit({ key, text: '', version, change: idempotencyKey });
      step(key);
    }
    return { emptied: guard.length };
  },
});

/** The good plugin, or one with other parts. */
export const notesPlugin = (parts: Partial<Plugin> & { readonly tools: readonly AnyTool[] }): Plugin =>
  definePlugin({
    id: 'notes',
    title: 'Notes',
    version: '1.0.0',
    toolsets: { notes: { title: 'Notes', use: 'Read and edit notes.' } },
    ...parts,
  });
