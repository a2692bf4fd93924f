import { noteOpen, putFacts, sessionOf } from './note-session.ts';
import { notes, notesPlugin } from './notes.ts';

// It keeps something when it only looks for the plan.
const notePut = notes.coveredWrite({
  ...putFacts,
  covering: async ({ input, state }) => {
    const session = sessionOf(await state.get(`open/${input.id}`));
    await state.set(`asked/${input.id}`, session.plan);
    return session.plan;
  },
  execute: ({ input, writer, idempotencyKey }) =>
    writer.edit({ key: input.id, text: input.text, version: 1, change: idempotencyKey }),
});

export const plugin = notesPlugin({ tools: [noteOpen, notePut] });
