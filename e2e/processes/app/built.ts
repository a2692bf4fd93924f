import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const apps = { ops: 'lineclear.js', observer: 'lineclear-observer.js' } as const;

export type App = keyof typeof apps;

/** The launcher of an app as people start it, from the files that are published. Throws where the app was not built. */
export const launcherOf = (app: App): string => {
  const folder = new URL(`../../node_modules/.cache/apps/${app}/`, import.meta.url);
  if (!existsSync(folder))
    throw new Error(`The app "${app}" is not built, and these tests run what is built: start them with "npm test".`);
  return fileURLToPath(new URL(`bin/${apps[app]}`, folder));
};
