import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { shortened } from '../../text/shortened.ts';
import type { GitHubReader } from '../client/github-reader.ts';
import { pathIn, type Place, placeText } from '../environments/place.ts';

/** https://docs.github.com/en/rest/actions/variables#get-a-repository-variable */
export const variable = z.object({ name: z.string(), value: z.string(), updated_at: z.string() });

interface Asked {
  readonly place: Place;
  readonly name: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

/** The path of one variable, and the values it takes beside a new value. */
export const variablePath = ({ place, name }: Pick<Asked, 'place' | 'name'>) => {
  const { path, values } = pathIn({ place, list: 'variables' });
  return { repository: place.repo, path: `${path}/{variable}`, values: { ...values, variable: name } };
};

export const findVariable = ({ place, name, reader, signal }: Asked) =>
  reader.find({ ...variablePath({ place, name }), schema: variable, signal });

export const variableText = ({ place, name }: Pick<Asked, 'place' | 'name'>): string =>
  `the variable ${quoted(name)} of ${placeText(place)}`;

/** Every line of a value behind its mark; of a long one that goes, the beginning. */
export const markedLines = ({ value, mark }: { value: string; mark: '+' | '-' }): readonly string[] => {
  const shown = mark === '-' ? shortened({ text: value, longest: longestPrevious }) : value;
  return shown.split('\n').map((line) => `${mark} ${line}`);
};

const longestPrevious = 4_000;
