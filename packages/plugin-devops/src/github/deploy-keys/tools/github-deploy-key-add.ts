import { LineclearError, quoted, type Secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { GitHubReader } from '../../client/github-reader.ts';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { plainLine } from '../../text/plain-text.ts';
import { deployKeyAnswer, fingerprintOf, shownDeployKey, showDeployKey } from '../deploy-key.ts';
import { parsePublicKey, type PublicKey, publicKeyInput } from '../public-key.ts';

export const githubDeployKeyAdd = github.write({
  name: 'github_deploy_key_add',
  title: 'Add a deploy key',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Let a machine in by its SSH key. Use github_secret_set for what a workflow logs in with.',
  input: z.strictObject({
    repo: repositoryName,
    title: plainLine(100).describe('Which machine.'),
    key: publicKeyInput().describe('The public half.'),
    read_only: z.boolean().default(true).describe('false: it may push.'),
  }),
  output: shownDeployKey,
  classify: ({ input }) => (input.read_only ? { risk: 'reversible' } : {}),
  preview: async ({ input, reader, profile, signal }) => {
    const { repo, title, read_only: isReadOnly } = input;
    const key = keyOf(input.key);
    const existing = await findKey({ repository: repo, key, reader, signal });
    const comment = key.comment === '' ? '' : ` ${quoted(key.comment)}`;
    return {
      description: `Let the key ${key.fingerprint} (${key.kind}${comment}) ${isReadOnly ? 'read' : 'read and push to'} ${repo} as ${quoted(title)} with ${profile.name}.`,
      guard: { existing: existing?.id ?? null },
      warnings: [
        'Whoever has the private half gets in, without an account, until the key is deleted.',
        ...(isReadOnly ? [] : ['It may push to every branch that no rule protects.']),
      ],
      ...(existing === undefined ? {} : { refusal: known({ repo, title: existing.title }) }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, title, read_only } = input;
    const values = { title, key: keyOf(input.key).line, read_only };
    return showDeployKey(
      await writer.send({ method: 'POST', repository, path: '/keys', values, schema: deployKeyAnswer, signal }),
    );
  },
  reconcile: async ({ input, reader, signal }) => {
    // GitHub takes a key once, so one that was not there and is there now was added by this.
    const found = await findKey({ repository: input.repo, key: keyOf(input.key), reader, signal });
    const isOurs = found?.title === input.title && found.read_only === input.read_only;
    return found !== undefined && isOurs ? { result: showDeployKey(found) } : 'unknown';
  },
});

const keyOf = (key: Secret): PublicKey => {
  const parsed = parsePublicKey(key.reveal());
  // The input took it for one, so this is a defect.
  if (parsed === undefined) throw new Error('The key is none.');
  return parsed;
};

const findKey = async ({
  repository,
  key,
  reader,
  signal,
}: {
  repository: string;
  key: PublicKey;
  reader: GitHubReader;
  signal: AbortSignal;
}) => {
  const keys = await reader.all({ repository, path: '/keys', item: deployKeyAnswer, signal });
  return keys.find((other) => fingerprintOf(other) === key.fingerprint);
};

const known = ({ repo, title }: { repo: string; title: string }): LineclearError =>
  new LineclearError('conflict', `${repo} has this key already, as ${quoted(title)}.`, {
    hint: 'Use it, or delete it with github_deploy_key_delete first.',
    details: { reason: 'exists' },
  });
