import type { Settings } from '../settings.ts';

/** Profiles that deploy nothing do not have the tools for it. */
export const offered = {
  if: ({ deployments }: Settings) => Object.keys(deployments).length > 0,
  lack: 'no deployments',
  hint: 'Name the services under deployments of the connection hosts.',
};
