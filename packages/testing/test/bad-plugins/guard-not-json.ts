import { editFacts, noteEdit, notes, notesPlugin } from './notes.ts';

export const plugin = notesPlugin({
  tools: [
    notes.write({
      ...editFacts,
      preview: async (call) => ({ ...(await noteEdit.preview(call)), guard: new Map([[call.input.id, 1]]) }),
      execute: ({ input, writer, guard, idempotencyKey }) =>
        writer.edit({ key: input.id, text: input.text, version: guard.get(input.id) ?? 0, change: idempotencyKey }),
    }),
  ],
});
