import type { ServiceBinary } from '../services/binary.ts';
import { findBinary, skipWithout } from '../services/binary.ts';

/** Debian's interpreter, by its path: Celery is installed for it, and another `python3` may come first on PATH. */
export const python: ServiceBinary = { command: 'python3', apt: 'python3', folders: ['/usr/bin'] };

// Debian keeps each Python module in a folder, which is found just as a program is.
const needed: readonly ServiceBinary[] = [
  python,
  { command: 'dist-packages/celery', apt: 'python3-celery', folders: ['/usr/lib/python3'] },
  { command: 'dist-packages/redis', apt: 'python3-redis', folders: ['/usr/lib/python3'] },
];

/** As `skipWithout`, for Python with Celery and its Redis client. */
export const skipWithoutCelery = (options: Parameters<typeof skipWithout>[1] = {}): boolean =>
  needed.map((binary) => skipWithout(binary, options)).includes(true);

/** The path of the interpreter; throws `MissingService` when a part of Celery is not installed. */
export const findPython = async (): Promise<string> => {
  for (const binary of needed) await findBinary(binary);
  return findBinary(python);
};
