import type { Station } from './station.ts';

interface Shared {
  readonly station: Station;
  users: number;
}

const open = new Map<string, Shared>();

/**
 * One station for the reader and the writer of a profile: what a task answers over rpc:// goes to the one queue that its message named,
 * and events are heard from before the first task is sent. It closes with its last user.
 */
export const shareStation = ({ key, create }: { key: string; create: () => Station }): Station => {
  const shared = open.get(key) ?? { station: create(), users: 0 };
  shared.users += 1;
  open.set(key, shared);
  let isClosed = false;
  return {
    ...shared.station,
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      shared.users -= 1;
      if (shared.users > 0) return;
      open.delete(key);
      await shared.station.close();
    },
  };
};
