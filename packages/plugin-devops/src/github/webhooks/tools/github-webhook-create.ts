import { LineclearError, quoted, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { repositoryName } from '../../repository-name.ts';
import { hostOf, hookUrl } from '../hook-url.ts';
import {
  allHooks,
  hookAnswer,
  hookEvents,
  isNewHost,
  newHostText,
  sameEvents,
  shownHook,
  showHook,
  signedText,
} from '../webhook.ts';

export const githubWebhookCreate = github.write({
  name: 'github_webhook_create',
  title: 'Create a webhook',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Send events of a repository to a URL from now on. A new host needs a person.',
  input: z.strictObject({
    repo: repositoryName,
    url: hookUrl.describe('With https.'),
    events: hookEvents.default(['push']).describe('* is all.'),
    content_type: z.enum(['json', 'form']).default('json').describe('Of the deliveries.'),
    secret: secret().optional().describe('Signs them.'),
    active: z.boolean().default(true).describe('false: not yet.'),
  }),
  output: shownHook,
  preview: async ({ input, reader, profile, signal }) => {
    const { repo, url, secret: signing, ...rest } = input;
    const hooks = await allHooks({ repository: repo, reader, signal });
    const existing = hooks.find(({ config }) => config.url === url);
    const isNew = isNewHost({ hooks, url });
    return {
      description: `Send ${rest.events.join(', ')} of ${repo} to ${quoted(url)} with ${profile.name}.`,
      guard: { existing: existing?.id ?? null, host_is_new: isNew },
      details: { url, ...rest, signed: signing !== undefined, verifies_tls: true },
      warnings: [...(isNew ? [newHostText(hostOf(url))] : []), ...(signing === undefined ? [signedText] : [])],
      // What is sent there leaves for good.
      ...(isNew ? { approval: 'human' as const } : {}),
      ...(existing === undefined ? {} : { refusal: taken({ repo, id: existing.id }) }),
    };
  },
  execute: async ({ input, writer, signal }) => {
    const { repo: repository, url, content_type, secret: signing, events, active } = input;
    const config = { url, content_type, insecure_ssl: '0', ...(signing === undefined ? {} : { secret: signing.reveal() }) };
    const values = { name: 'web', active, events, config };
    return showHook(await writer.send({ method: 'POST', repository, path: '/hooks', values, schema: hookAnswer, signal }));
  },
  reconcile: async ({ input, reader, signal }) => {
    const hooks = await allHooks({ repository: input.repo, reader, signal });
    // GitHub takes a URL once, so one that was not there and is there now was created by this.
    const found = hooks.find(({ config }) => config.url === input.url);
    const isOurs =
      found?.active === input.active &&
      found.config.content_type === input.content_type &&
      found.config.secret === (input.secret !== undefined) &&
      sameEvents(found.events, input.events);
    return found !== undefined && isOurs ? { result: showHook(found) } : 'unknown';
  },
});

const taken = ({ repo, id }: { repo: string; id: number }): LineclearError =>
  new LineclearError('conflict', `The webhook ${id} of ${repo} has this URL already.`, {
    hint: 'Change it with github_webhook_update.',
    details: { reason: 'exists', hook_id: id },
  });
