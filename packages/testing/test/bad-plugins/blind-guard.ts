import { defineConnection } from '@lineclear/core/plugin';
import { editFacts, noteEdit, noteReader, noteWriter, notesPlugin, settings } from './notes.ts';

// Its backend is asked for the version when it writes, so that a change since the preview is overwritten.
const notes = defineConnection({
  id: 'notes',
  profile: settings,
  connect: ({ profile, http }) => {
    const client = http({ baseUrl: profile.url, bearer: profile.token });
    const reader = noteReader(client);
    const overwrite = async ({ key, text, change }: { key: string; text: string; change: string }) => {
      const { version } = await reader.get(key, AbortSignal.timeout(5_000));
      return noteWriter(client).edit({ key, text, version, change });
    };
    return { reader, writer: { overwrite } };
  },
  probe: ({ reader }) => reader.health(),
});

export const plugin = notesPlugin({
  tools: [
    notes.write({
      ...editFacts,
      preview: async (call) => ({ ...(await noteEdit.preview(call)), guard: { id: call.input.id } }),
      execute: ({ input, writer, idempotencyKey }) =>
        writer.overwrite({ key: input.id, text: input.text, change: idempotencyKey }),
    }),
  ],
});
