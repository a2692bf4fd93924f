import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { withoutTokens } from '../hook-url.ts';
import { findHook, stateOf } from '../webhook.ts';

export const githubWebhookPing = github.write({
  name: 'github_webhook_ping',
  title: 'Ping a webhook',
  toolset: 'administration',
  risk: 'additive',
  description: 'Send a ping to where a webhook leads. github_webhook_list shows how it was answered.',
  input: z.strictObject({ repo: repositoryName, hook_id: z.int().min(1).describe('Its number.') }),
  output: z.object({ pinged: z.int() }),
  preview: async ({ input: { repo, hook_id: id }, reader, profile, signal }) => {
    const hook = await findHook({ repository: repo, id, reader, signal });
    const target = hook === undefined ? 'nowhere' : withoutTokens(hook.config.url);
    return {
      description: `Send a ping of the webhook ${id} of ${repo} to ${target} with ${profile.name}.`,
      guard: { hook: hook === undefined ? null : stateOf(hook) },
      ...(hook === undefined
        ? { refusal: missing({ what: `the webhook ${id} of ${repo}`, listedBy: 'github_webhook_list' }) }
        : {}),
    };
  },
  execute: async ({ input: { repo: repository, hook_id }, writer, signal }) => {
    const path = '/hooks/{hook_id}/pings';
    await writer.send({ method: 'POST', repository, path, values: { hook_id }, schema: z.unknown(), signal });
    return { pinged: hook_id };
  },
});
