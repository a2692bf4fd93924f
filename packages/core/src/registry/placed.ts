import { LineclearError } from '../plugin/errors.ts';
import type { Plugin } from '../plugin/plugin.ts';

/** A plugin in a composition, with the prefix of its names. */
export interface Placed {
  readonly plugin: Plugin;
  readonly prefix: string;
}

export const place = (entry: Plugin | Placed): Placed => ('plugin' in entry ? entry : { plugin: entry, prefix: '' });

/** One error for everything that is wrong with a composition, so that it can be put right in one go. */
export const refuse = (problems: readonly string[]): void => {
  if (problems.length === 0) return;
  const list = problems.length === 1 ? problems[0] : `\n${problems.map((problem) => `- ${problem}`).join('\n')}`;
  throw new LineclearError('invalid_input', `The plugins cannot be composed: ${list}`, {
    hint: 'Correct the named plugins or the way they are composed; nothing was started.',
    details: { reason: 'composition', problems },
  });
};

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
