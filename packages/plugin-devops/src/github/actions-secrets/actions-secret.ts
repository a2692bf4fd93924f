import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { pathIn, type Place, placeText } from '../environments/place.ts';

/** https://docs.github.com/en/rest/actions/secrets#get-a-repository-secret */
export const secretAnswer = z.object({ name: z.string(), created_at: z.string(), updated_at: z.string() });

interface Asked {
  readonly place: Place;
  readonly name: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

/** The path of one secret, and the values it takes. */
export const secretPath = ({ place, name }: Pick<Asked, 'place' | 'name'>) => {
  const { path, values } = pathIn({ place, list: 'secrets' });
  return { repository: place.repo, path: `${path}/{secret_name}`, values: { ...values, secret_name: name } };
};

/** When a secret was set; undefined where there is none. */
export const findSecret = ({ place, name, reader, signal }: Asked) =>
  reader.find({ ...secretPath({ place, name }), schema: secretAnswer, signal });

export const secretText = ({ place, name }: Pick<Asked, 'place' | 'name'>): string =>
  `the secret ${quoted(name)} of ${placeText(place)}`;
