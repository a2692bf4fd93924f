import { quoted } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { environmentPath, findEnvironment, showEnvironment } from '../environment.ts';
import { environmentName, pathIn } from '../place.ts';

const named = z.object({ name: z.string() });

export const githubEnvironmentDelete = github.write({
  name: 'github_environment_delete',
  title: 'Delete an environment',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Delete an environment with its rules, secrets and variables. Use github_environment_put to change its rules.',
  input: z.strictObject({ repo: repositoryName, environment: environmentName.describe('Its name.') }),
  output: z.object({ deleted: z.string() }),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo: repository, environment: name } = input;
    const existing = await findEnvironment({ repository, name, reader, signal });
    const namesOf = async (list: 'secrets' | 'variables'): Promise<readonly string[]> => {
      if (existing === undefined) return [];
      const found = await reader.all({ repository, ...pathIn({ place: input, list }), field: list, item: named, signal });
      return found.map((one) => one.name);
    };
    const [secrets, variables] = await Promise.all([namesOf('secrets'), namesOf('variables')]);
    return {
      description: `Delete the environment ${quoted(name)} of ${repository} with ${profile.name}: secrets ${secrets.length}, variables ${variables.length}.`,
      guard: { existing: existing ?? null, secrets, variables },
      before: existing === undefined ? null : { ...showEnvironment(existing), secrets, variables },
      warnings: ['A workflow that names it afterwards makes it anew, without any rules.'],
      ...(existing === undefined
        ? { refusal: missing({ what: `the environment ${quoted(name)} of ${repository}`, listedBy: 'github_environment_list' }) }
        : {}),
    };
  },
  execute: async ({ input: { repo: repository, environment: name }, writer, signal }) => {
    const values = { environment_name: name };
    await writer.send({ method: 'DELETE', repository, path: environmentPath, values, schema: z.unknown(), signal });
    return { deleted: name };
  },
  reconcile: async ({ input: { repo: repository, environment: name }, reader, signal }) =>
    (await findEnvironment({ repository, name, reader, signal })) === undefined ? { result: { deleted: name } } : 'unknown',
});
