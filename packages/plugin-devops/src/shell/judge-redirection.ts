import { resolve } from 'node:path';
import type { Confinement } from '../files/confinement.ts';
import type { LocateTarget } from '../files/target.ts';
import type { Redirection } from './read-redirection.ts';
import { refused } from './refusal.ts';

/** A redirection that may be made; `writes` is the file it makes or changes. */
export interface JudgedRedirection {
  readonly text: string;
  readonly writes: string | undefined;
  /** Of those bash opens for writing, `/dev/null` included. */
  readonly isOutput: boolean;
}

/** Judges one redirection: to a file of the workspace, to nowhere, or from one standard stream to another. */
export const judgeRedirection = async (request: {
  redirection: Redirection;
  folder: string;
  confinement: Confinement;
  locateTarget: LocateTarget;
}): Promise<JudgedRedirection> => {
  const { redirection, folder, confinement, locateTarget } = request;
  const { operator, target, text } = redirection;
  const { value } = target;
  const refuse = () => refused({ construct: 'redirection', text });
  if (value === undefined || value === '') throw refuse();
  if (operator === '>&' || operator === '<&') {
    if (!/^[012]$/.test(value)) throw refuse();
    return { text, writes: undefined, isOutput: false };
  }
  const isOutput = operator !== '<';
  if (value === '/dev/null') return { text, writes: undefined, isOutput };
  // The shell opens some names of its own, such as /dev/tcp/host/port, and connects.
  if (resolve(folder, value).startsWith('/dev/')) throw refuse();
  const path = resolve(folder, value);
  const { shown } = isOutput ? await locateTarget({ path, last: 'follow' }) : await confinement.locate({ path });
  return { text, writes: isOutput ? shown : undefined, isOutput };
};
