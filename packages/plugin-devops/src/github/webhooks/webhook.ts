import * as z from 'zod';
import type { GitHubReader } from '../client/github-reader.ts';
import { hostOf, urlDigest, withoutTokens } from './hook-url.ts';

/** https://docs.github.com/en/rest/repos/webhooks#get-a-repository-webhook */
export const hookAnswer = z.object({
  id: z.int(),
  active: z.boolean(),
  events: z.array(z.string()),
  config: z.object({
    url: z.string().default(''),
    content_type: z.string().default('form'),
    insecure_ssl: z.union([z.string(), z.number()]).default('0').transform(String),
    // GitHub shows asterisks; whatever it is, only that it is there is kept.
    secret: z
      .string()
      .optional()
      .transform((text) => text !== undefined && text !== ''),
  }),
  last_response: z.object({ code: z.int().nullable(), status: z.string().nullable() }).nullish(),
});
type HookAnswer = z.output<typeof hookAnswer>;

export const shownHook = z.object({
  hook_id: z.int(),
  url: z.string().describe('Without what may be a token.'),
  active: z.boolean(),
  events: z.array(z.string()),
  content_type: z.string(),
  signed: z.boolean(),
  verifies_tls: z.boolean(),
  last_status: z.string().nullable(),
});

export const showHook = ({ id, active, events, config, last_response: last }: HookAnswer): z.output<typeof shownHook> => ({
  hook_id: id,
  url: withoutTokens(config.url),
  active,
  events,
  content_type: config.content_type,
  signed: config.secret,
  verifies_tls: config.insecure_ssl === '0',
  last_status: last == null ? null : [last.code, last.status].filter((part) => part !== null).join(' '),
});

/** What of a hook decides about a change of it. */
export const stateOf = ({ active, events, config }: HookAnswer) => ({
  active,
  events: events.toSorted(),
  url: urlDigest(config.url),
  content_type: config.content_type,
  signed: config.secret,
  verifies_tls: config.insecure_ssl === '0',
});

interface Asked {
  readonly repository: string;
  readonly reader: GitHubReader;
  readonly signal: AbortSignal;
}

export const allHooks = (asked: Asked): Promise<readonly HookAnswer[]> => {
  const { reader, ...where } = asked;
  return reader.all({ ...where, path: '/hooks', item: hookAnswer });
};

export const findHook = ({ id, reader, ...where }: Asked & { id: number }): Promise<HookAnswer | undefined> =>
  reader.find({ ...where, path: '/hooks/{hook_id}', values: { hook_id: id }, schema: hookAnswer });

/** Whether nothing of the repository goes to that host so far. */
export const isNewHost = ({ hooks, url }: { hooks: readonly HookAnswer[]; url: string }): boolean =>
  !hooks.some(({ config }) => hostOf(config.url) === hostOf(url));

/** Names of events as GitHub writes them. */
export const hookEvents = z
  .array(z.string().refine((name) => /^(?:\*|[a-z_]{1,60})$/.test(name), 'such as push'))
  .refine((names) => names.length > 0 && names.length <= 100, 'name 1 to 100 events');

export const signedText = 'Without a secret the receiver cannot tell whether a delivery comes from GitHub.';
export const newHostText = (host: string | undefined): string =>
  `Nothing of this repository goes to ${host} so far, so a person has to allow it.`;

export const sameEvents = (one: readonly string[], other: readonly string[]): boolean =>
  [...new Set(one)].toSorted().join() === [...new Set(other)].toSorted().join();
