import type { ServiceBinary } from '../services/binary.ts';
import { findBinary, skipWithout } from '../services/binary.ts';

/** Debian's interpreter, by its path: Celery is installed for it, and another `python3` may come first on PATH. */
export const python: ServiceBinary = { command: 'python3', apt: 'python3', folders: ['/usr/bin'] };

/** Where Debian keeps Python modules. */
const modules = '/usr/lib/python3/dist-packages';

/** As `skipWithout`, for Python with Celery and its Redis client. */
export const skipWithoutCelery = ({
  folder = modules,
  ...options
}: { folder?: string } & Parameters<typeof skipWithout>[1] = {}): boolean =>
  needed(folder)
    .map((binary) => skipWithout(binary, options))
    .includes(true);

/** The path of the interpreter; throws `MissingService` when a part of Celery is not installed. */
export const findPython = async (): Promise<string> => {
  for (const binary of needed(modules)) await findBinary(binary);
  return findBinary(python);
};

// A module is a folder, which is found as a program is: both can be entered or executed.
const needed = (folder: string): readonly ServiceBinary[] => [
  python,
  { command: 'celery/bin', apt: 'python3-celery', folders: [folder] },
  { command: 'redis/commands', apt: 'python3-redis', folders: [folder] },
];
