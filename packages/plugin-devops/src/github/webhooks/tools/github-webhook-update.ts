import { quoted, secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import { github } from '../../connection.ts';
import { missing } from '../../missing.ts';
import { repositoryName } from '../../repository-name.ts';
import { hostOf, hookUrl, withoutTokens } from '../hook-url.ts';
import {
  allHooks,
  findHook,
  hookAnswer,
  hookEvents,
  isNewHost,
  newHostText,
  sameEvents,
  shownHook,
  showHook,
  stateOf,
} from '../webhook.ts';

const changeable = ['url', 'events', 'content_type', 'secret', 'active'] as const;

const namedIn = (given: Readonly<Partial<Record<(typeof changeable)[number], unknown>>>) =>
  changeable.filter((name) => given[name] !== undefined);

const input = z
  .strictObject({
    repo: repositoryName,
    hook_id: z.int().min(1).describe('Its number.'),
    url: hookUrl.optional().describe('With https.'),
    events: hookEvents.optional().describe('All of them.'),
    content_type: z.enum(['json', 'form']).optional().describe('Of the deliveries.'),
    secret: secret().optional().describe('A new one.'),
    active: z.boolean().optional().describe('false stops it.'),
  })
  .refine((given) => namedIn(given).length > 0, 'name a change');

export const githubWebhookUpdate = github.write({
  name: 'github_webhook_update',
  title: 'Change a webhook',
  toolset: 'administration',
  risk: 'destructive',
  description: 'Change a webhook; what is not named stays. A new host needs a person.',
  input,
  output: shownHook,
  classify: ({ input: given }) => (given.active === false && namedIn(given).length === 1 ? { risk: 'reversible' } : {}),
  preview: async ({ input: { repo, hook_id: id, secret: signing, ...changes }, reader, profile, signal }) => {
    const hooks = await allHooks({ repository: repo, reader, signal });
    const hook = hooks.find((one) => one.id === id);
    const { url, ...others } = changes;
    const isNew = url !== undefined && isNewHost({ hooks, url });
    const target = hook === undefined ? '' : ` (${withoutTokens(hook.config.url)})`;
    return {
      description: `Change the webhook ${id}${target} of ${repo} with ${profile.name}${url === undefined ? '' : `, to ${quoted(url)}`}.`,
      guard: { hook: hook === undefined ? null : stateOf(hook), host_is_new: isNew },
      changes: [
        ...(url === undefined ? [] : [`url: ${url}`]),
        ...Object.entries(others).flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${String(value)}`])),
        ...(signing === undefined ? [] : ['secret: another one']),
      ],
      warnings: isNew ? [newHostText(hostOf(url))] : [],
      ...(isNew ? { approval: 'human' as const } : {}),
      ...(hook === undefined
        ? { refusal: missing({ what: `the webhook ${id} of ${repo}`, listedBy: 'github_webhook_list' }) }
        : { before: showHook(hook) }),
    };
  },
  execute: async ({
    input: { repo: repository, hook_id, secret: signing, url, content_type, events, active },
    writer,
    signal,
    step,
  }) => {
    const config = defined({ url, content_type, secret: signing?.reveal() });
    const rest = defined({ events, active });
    if (Object.keys(config).length > 0) {
      // Through the hook itself, a new URL would take the secret away: https://docs.github.com/en/rest/repos/webhooks#update-a-repository-webhook
      const path = '/hooks/{hook_id}/config';
      await writer.send({ method: 'PATCH', repository, path, values: { hook_id, ...config }, schema: z.unknown(), signal });
      step('changed where and how it is delivered');
    }
    if (Object.keys(rest).length > 0) {
      const path = '/hooks/{hook_id}';
      const sent = { repository, path, values: { hook_id, ...rest }, schema: hookAnswer, signal };
      return showHook(await writer.send({ method: 'PATCH', ...sent }));
    }
    const path = '/hooks/{hook_id}';
    return showHook(await writer.reader.get({ repository, path, values: { hook_id }, schema: hookAnswer, signal }));
  },
  reconcile: async ({ input: { repo: repository, hook_id: id, secret: signing, ...wanted }, reader, guard, signal }) => {
    const hook = await findHook({ repository, id, reader, signal });
    if (hook === undefined) return 'unknown';
    const { url, events, ...flat } = wanted;
    const isThere =
      (url === undefined || hook.config.url === url) &&
      (events === undefined || sameEvents(events, hook.events)) &&
      (flat.active === undefined || hook.active === flat.active) &&
      (flat.content_type === undefined || hook.config.content_type === flat.content_type) &&
      // One secret looks like another.
      (signing === undefined || (hook.config.secret && guard.hook?.signed === false));
    return isThere ? { result: showHook(hook) } : 'unknown';
  },
});

const defined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
