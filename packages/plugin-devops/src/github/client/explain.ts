import type { ErrorAnswer, Explanation } from '@lineclear/core/plugin';
import * as z from 'zod';

const body = z.object({
  message: z.string().catch(''),
  errors: z.array(z.object({ code: z.string().optional().catch(undefined) }).catch({ code: undefined })).catch([]),
});

/**
 * What an error answer of GitHub means beyond its status. Limits: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api
 * and https://docs.github.com/en/rest/using-the-rest-api/troubleshooting-the-rest-api.
 */
export const createExplain =
  (now: () => number) =>
  (answer: ErrorAnswer): Explanation | undefined => {
    const { status, headers } = answer;
    if (status < 400) return { effect: 'none', hint: 'It was renamed or moved: github_repo_get shows the name that it has now.' };
    const { message, errors } = parse(answer.text());
    const waitS = waitSeconds({ headers, nowMs: now() });
    if ((status === 403 || status === 429) && (waitS !== undefined || /rate limit/i.test(message))) {
      const isSecondary = /secondary rate limit/i.test(message);
      return {
        code: 'rate_limited',
        effect: 'none',
        retryAfterS: waitS ?? 60,
        details: { reason: isSecondary ? 'secondary_rate_limit' : 'rate_limit' },
      };
    }
    if (status === 401) return { hint: 'Check the token, or the key and installation of the app, of this profile.' };
    if (status === 403 && /\barchived\b/i.test(message)) {
      return { hint: 'The repository is archived, so it is read-only.', details: { reason: 'archived' } };
    }
    if (status === 403) return { hint: permissionHint(headers), details: { reason: 'permission' } };
    const rare = rareAnswers[status];
    if (rare !== undefined) return rare;
    if (status === 404) return { hint: 'Check the name. GitHub also says this of what the credentials may not see.' };
    if (status === 422) {
      const reason = errors.map(({ code }) => code).find((code) => code !== undefined && /^[a-z_]{1,40}$/.test(code));
      return {
        hint: 'Read details.upstream, correct the arguments and call again.',
        details: reason === undefined ? {} : { reason },
      };
    }
    return undefined;
  };

const rareAnswers: Readonly<Record<number, Explanation>> = {
  405: { hint: 'GitHub does not do that in the state that it is in now: read it again.' },
  410: {
    code: 'not_found',
    hint: 'It was deleted, or this part of the repository is switched off.',
    details: { reason: 'gone' },
  },
  423: { code: 'conflict', hint: 'It is locked: somebody may be at work with it, or an administrator locked it.' },
  451: { code: 'forbidden', hint: 'GitHub withholds it for legal reasons.', details: { reason: 'legal' } },
};

/** Seconds until the limit ends; undefined where the answer is about no limit. */
const waitSeconds = ({ headers, nowMs }: { headers: Headers; nowMs: number }): number | undefined => {
  const retryAfter = headers.get('retry-after');
  if (retryAfter !== null && /^\d{1,6}$/.test(retryAfter)) return Number(retryAfter);
  const reset = headers.get('x-ratelimit-reset');
  if (headers.get('x-ratelimit-remaining') !== '0' || reset === null || !/^\d{1,12}$/.test(reset)) return undefined;
  return Math.max(1, Math.ceil(Number(reset) - nowMs / 1000));
};

/** GitHub names the permission of fine-grained tokens, and the scopes of classic ones, that an endpoint takes. */
const permissionHint = (headers: Headers): string => {
  const wanted = headers.get('x-accepted-github-permissions') ?? headers.get('x-accepted-oauth-scopes') ?? '';
  return /^[\w:=,; ]{1,200}$/.test(wanted)
    ? `The credentials of this profile need: ${wanted}.`
    : 'The credentials of this profile may lack a permission for that; details.upstream has what GitHub said.';
};

const parse = (text: string): z.output<typeof body> => {
  try {
    return body.catch({ message: '', errors: [] }).parse(JSON.parse(text));
  } catch {
    return { message: '', errors: [] };
  }
};
