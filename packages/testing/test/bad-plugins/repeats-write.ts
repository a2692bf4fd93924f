import { noteEdit, notes, notesPlugin } from './notes.ts';

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({
  tools: [
    notes.write({
      ...edit,
      execute: async ({ input, writer, guard }) => {
        const change = { key: input.id, text: input.text, version: guard.version, change: 'always the same' };
        // A retry of its own, as if nothing had happened.
        return writer.edit(change).catch(() => writer.edit(change));
      },
    }),
  ],
});
