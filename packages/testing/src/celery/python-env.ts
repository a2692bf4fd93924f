import { fileURLToPath } from 'node:url';

/** Settings of Celery by their lower-case names: `{ result_expires: 5 }`. */
export type CelerySettings = Readonly<Record<string, unknown>>;

/** Where the Python files of this package lie: beside this file, and for the built one in the sources that are published with it. */
export const pythonFolder = fileURLToPath(new URL('../../src/celery/python/', import.meta.url));

/** What every Python process of the kit is started with. Celery reads both URLs from the environment, whatever the app says. */
export const pythonEnv = ({
  folder,
  broker,
  backend,
}: {
  folder: string;
  broker: string;
  backend: string | undefined;
}): Readonly<Record<string, string>> => ({
  PYTHONPATH: folder,
  PYTHONUNBUFFERED: '1',
  PYTHONDONTWRITEBYTECODE: '1',
  CELERY_BROKER_URL: broker,
  // An empty one counts as absent; it must not come from the shell that runs the tests.
  CELERY_RESULT_BACKEND: backend ?? '',
});
