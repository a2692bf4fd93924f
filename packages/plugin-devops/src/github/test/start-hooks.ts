import type { JsonObject } from '@lineclear/core/plugin';
import { githubWebhookCreate } from '../webhooks/tools/github-webhook-create.ts';
import { githubWebhookDelete } from '../webhooks/tools/github-webhook-delete.ts';
import { githubWebhookList } from '../webhooks/tools/github-webhook-list.ts';
import { githubWebhookPing } from '../webhooks/tools/github-webhook-ping.ts';
import { githubWebhookUpdate } from '../webhooks/tools/github-webhook-update.ts';
import { startGitHub } from './start-github.ts';

const tools = [githubWebhookList, githubWebhookCreate, githubWebhookUpdate, githubWebhookDelete, githubWebhookPing];
const config = { url: 'https://old.example.com/hook', content_type: 'json', secret: 'theirs-sesame', insecure_ssl: '0' };

/** The tools of webhooks in front of a GitHub; `theirs` puts a webhook there, number 7 where nothing else is said. */
export const startHooks = async () => {
  const started = await startGitHub(tools);
  const { hooks } = started.sandbox.world.repository('octo/widgets').extras;
  return {
    ...started,
    theirs: (body: JsonObject = {}, id = 7) =>
      void hooks.set(id, {
        id,
        by: 'ada',
        createdAtMs: 0,
        updatedAtMs: 0,
        body: { active: true, events: ['push'], config, ...body },
      }),
    remove: (id: number) => void hooks.delete(id),
    hooks: () => [...hooks.values()].map(({ body }) => body),
  };
};
