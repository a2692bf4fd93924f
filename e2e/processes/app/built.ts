import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const apps = { ops: 'lineclear.js', observer: 'lineclear-observer.js' } as const;

export type App = keyof typeof apps;

/** The launcher of an app as people start it. Throws where the app was not built. */
export const launcherOf = (app: App): string => {
  const folder = new URL(`../../../apps/${app}/`, import.meta.url);
  if (!existsSync(new URL('dist/main.js', folder)))
    throw new Error(`The app "${app}" is not built, and these tests run what is built: start them with "npm test".`);
  return fileURLToPath(new URL(`bin/${apps[app]}`, folder));
};
