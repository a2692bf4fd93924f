import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { withoutTokens } from '../hook-url.ts';
import { findHook, showHook, stateOf } from '../webhook.ts';

export const githubWebhookDelete = github.write({
  name: 'github_webhook_delete',
  title: 'Delete a webhook',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Delete a webhook with its secret. Use github_webhook_update with active: false to pause it.',
  input: z.strictObject({ repo: repositoryName, hook_id: z.int().min(1).describe('Its number.') }),
  output: z.object({ deleted: z.int() }),
  preview: async ({ input: { repo, hook_id: id }, reader, profile, signal }) => {
    const hook = await findHook({ repository: repo, id, reader, signal });
    const target = hook === undefined ? '' : ` (${withoutTokens(hook.config.url)})`;
    return {
      description: `Delete the webhook ${id}${target} of ${repo} with ${profile.name}.`,
      guard: { hook: hook === undefined ? null : stateOf(hook) },
      ...(hook === undefined
        ? { refusal: missing({ what: `the webhook ${id} of ${repo}`, listedBy: 'github_webhook_list' }) }
        : { before: showHook(hook) }),
    };
  },
  execute: async ({ input: { repo: repository, hook_id }, writer, signal }) => {
    const path = '/hooks/{hook_id}';
    await writer.send({ method: 'DELETE', repository, path, values: { hook_id }, schema: z.unknown(), signal });
    return { deleted: hook_id };
  },
  reconcile: async ({ input: { repo: repository, hook_id: id }, reader, signal }) =>
    (await findHook({ repository, id, reader, signal })) === undefined ? { result: { deleted: id } } : 'unknown',
});
