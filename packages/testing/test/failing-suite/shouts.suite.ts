import { pluginContract } from '../../src/vitest.ts';
import { plugin } from '../bad-plugins/shouts.ts';
import { startNotes } from '../notes-backend.ts';

pluginContract({
  plugin,
  module: new URL('../bad-plugins/shouts.ts', import.meta.url),
  backend: startNotes,
  examples: { note_list: { input: {} } },
});
