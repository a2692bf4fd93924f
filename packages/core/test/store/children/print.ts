import { writeSync } from 'node:fs';

/** Tells the parent one thing, as a line of JSON. It has left the process when this returns, whatever happens next. */
export const print = (value: object): void => {
  writeSync(1, `${JSON.stringify(value)}\n`);
};
