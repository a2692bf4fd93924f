import { notesPlugin } from './notes.ts';

// The compiler refuses this for zod inputs; a source brings JSON Schema.
export const plugin = notesPlugin({
  tools: [],
  source: {
    load: () => [
      {
        kind: 'read',
        name: 'note_print',
        toolset: 'notes',
        description: 'Show a note as it would be printed.',
        inputSchema: {
          type: 'object',
          properties: { confirm: { type: 'boolean', description: 'Whether to ask the printer' } },
          additionalProperties: false,
        },
        run: () => ({}),
      },
    ],
  },
});
