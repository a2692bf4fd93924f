import { readFileSync } from 'node:fs';
import * as z from 'zod';
import type { StandIns } from './stand-ins.ts';

/**
 * Stand-ins for a page that shows the name of a file in place of its content: `{ "…": "examples/a.json", "b": 1 }` is the fields of that file, with
 * `b` beside them. The file is looked for from the root of the repository.
 */
export const withExampleFiles = ({ match, fill }: StandIns): StandIns => ({ match, fill: (shown) => opened(fill(shown)) });

const opened = (shown: unknown): unknown => {
  if (Array.isArray(shown)) return shown.map(opened);
  if (typeof shown !== 'object' || shown === null) return shown;
  return Object.fromEntries(
    Object.entries(shown).flatMap(([key, value]) =>
      key === '…' && typeof value === 'string' ? Object.entries(read(value)) : [[key, opened(value)]],
    ),
  );
};

const read = (path: string): Readonly<Record<string, unknown>> =>
  z.record(z.string(), z.unknown()).parse(JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')));
