import type { Sessions } from './sessions.ts';

// By the settings of one profile in one composition: both doors of a connection are handed the same object, and nobody else has it.
const shared = new WeakMap<object, Sessions>();

/** The processes of one profile for both doors of its connection: what the writer started is what the reader sees. */
export const shareSessions = ({ settings, create }: { settings: object; create: () => Sessions }): Sessions => {
  const sessions = shared.get(settings) ?? create();
  shared.set(settings, sessions);
  return sessions;
};
