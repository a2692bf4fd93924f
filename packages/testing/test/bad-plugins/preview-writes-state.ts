import { noteEdit, notes, notesPlugin } from './notes.ts';

const { connection: _connection, kind: _kind, ...edit } = noteEdit;

export const plugin = notesPlugin({
  tools: [
    notes.write({
      ...edit,
      preview: async (call) => {
        await call.state.set(call.input.id, 'previewed');
        return edit.preview(call);
      },
    }),
  ],
});
