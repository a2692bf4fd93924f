import type { FoundProfile } from '@lineclear/core/plugin';

/** A profile the way a file says it: its connections stand beside its settings. */
export const inFile = ({ connections, ...settings }: FoundProfile): Readonly<Record<string, unknown>> => ({
  ...settings,
  ...connections,
});
