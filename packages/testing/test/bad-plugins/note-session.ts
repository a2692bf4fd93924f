import { LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { id, Note, notes } from './notes.ts';

// A write that is confirmed once, and one that its plan covers: what the planted plugins of covered writes are copies of.

const Session = z.object({ plan: z.string(), version: z.int() });

export const noteOpen = notes.write({
  name: 'note_open',
  toolset: 'notes',
  risk: 'destructive',
  description: 'Open a note for changes by note_put.',
  input: z.object({ id }),
  output: z.object({ id: z.string() }),
  preview: async ({ input, reader, signal }) => {
    const note = await reader.get(input.id, signal);
    return { description: `Open note ${note.id} for changes.`, guard: { version: note.version } };
  },
  execute: async ({ input, guard, state, idempotencyKey }) => {
    await state.set(`open/${input.id}`, { plan: idempotencyKey, version: guard.version });
    return { id: input.id };
  },
});

/** notePut without its handlers. */
export const putFacts = {
  name: 'note_put',
  toolset: 'notes',
  risk: 'destructive',
  description: 'Replace the text of a note that note_open opened.',
  input: z.object({ id, text: z.string().describe('The new text, for example buy milk') }),
  output: Note,
  coveredBy: noteOpen,
} as const;

export const sessionOf = (kept: unknown) => {
  const session = Session.safeParse(kept);
  if (session.success) return session.data;
  throw new LineclearError('not_found', 'The note is not open.', { hint: 'Open it with note_open.', effect: 'none' });
};

export const notePut = notes.coveredWrite({
  ...putFacts,
  covering: async ({ input, state }) => sessionOf(await state.get(`open/${input.id}`)).plan,
  execute: async ({ input, writer, state, idempotencyKey }) => {
    const session = sessionOf(await state.get(`open/${input.id}`));
    const { version } = session;
    const note = await writer.edit({ key: input.id, text: input.text, version, change: idempotencyKey });
    await state.set(`open/${input.id}`, { ...session, version: note.version });
    return note;
  },
});
