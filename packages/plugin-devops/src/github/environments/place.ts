import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { repositoryName } from '../repository-name.ts';
import { plainLine } from '../text/plain-text.ts';

/** The name of an environment; it may have slashes and letters of any script. */
export const environmentName = plainLine(255);

/** Secrets and variables belong to a repository or to one of its environments. */
export const placeFields = {
  repo: repositoryName,
  environment: environmentName.optional().describe('Absent: the repository.'),
};

/** What workflows call a secret or a variable. GitHub keeps such names in capitals. */
export const storedName = z
  .string()
  .refine(
    (name) => /^(?!GITHUB_)[A-Z_][A-Z0-9_]{0,99}$/.test(name),
    'capitals, digits and _, not beginning with a digit or GITHUB_',
  )
  .describe('Such as DEPLOY_HOST.');

export interface Place {
  readonly repo: string;
  readonly environment?: string | undefined;
}

/** The path of a list below the repository, and the values it takes. */
export const pathIn = ({ place, list }: { place: Place; list: 'secrets' | 'variables' }) =>
  place.environment === undefined
    ? { path: `/actions/${list}`, values: {} }
    : { path: `/environments/{environment_name}/${list}`, values: { environment_name: place.environment } };

/** The place in a sentence. */
export const placeText = ({ repo, environment }: Place): string =>
  environment === undefined ? repo : `the environment ${quoted(environment)} of ${repo}`;
