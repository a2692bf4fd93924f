import { noteEdit, notes, notesPlugin } from './notes.ts';

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({
  tools: [
    notes.write({
      ...edit,
      preview: async (call) => {
        const preview = await edit.preview(call);
        // The same all day, and another one after midnight.
        return { ...preview, guard: { ...preview.guard, day: new Date().toISOString().slice(0, 10) } };
      },
      execute: (call) => edit.execute(call),
    }),
  ],
});
