import { type ErrorCode, LineclearError } from '@lineclear/core/plugin';

interface Refinement {
  readonly code?: ErrorCode;
  readonly hint: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * What an error of Loki means. Loki answers in plain text, which stays where it is, in `details.upstream`; here are its reason, the numbers
 * in it, and what to do.
 */
export const explainFailure = (error: unknown): unknown => {
  if (!LineclearError.is(error)) return error;
  const { upstream } = error.details ?? {};
  const refinement = refine({ error, text: typeof upstream === 'string' ? upstream : '' });
  if (refinement === undefined) return error;
  return new LineclearError(refinement.code ?? error.code, error.message, {
    hint: refinement.hint,
    retryAfterS: error.retryAfterS,
    effect: error.effect,
    details: { ...error.details, ...refinement.details },
    cause: error,
  });
};

/** An answer with status 200 that is a web page: somebody stands before Loki and wants a login. */
export const webPage = (message: string): LineclearError =>
  new LineclearError('upstream_error', message, {
    hint: 'A web page answered: check that the url of this profile is the server itself, and no login page before it.',
    details: { reason: 'html' },
  });

const refine = ({ error, text }: { error: LineclearError; text: string }): Refinement | undefined => {
  if (error.code === 'rate_limited') {
    const isBusy = /too many outstanding requests/i.test(text);
    return {
      hint:
        error.retryAfterS === undefined
          ? 'Wait a little, then ask for a shorter range.'
          : 'Wait retry_after_s seconds, then ask for a shorter range.',
      details: { reason: isBusy ? 'too_many_outstanding' : 'rate_limited' },
    };
  }
  for (const { pattern, explain } of texts) {
    const found = pattern.exec(text);
    if (found !== null) return explain(found.groups ?? {});
  }
  if (error.code === 'not_found' && error.details?.['reason'] === undefined) {
    return {
      hint: 'This server lacks that part of the Loki API: check the url of the datasource.',
      details: { reason: 'no_endpoint' },
    };
  }
  return undefined;
};

type Groups = Readonly<Record<string, string | undefined>>;
interface KnownText {
  readonly pattern: RegExp;
  readonly explain: (groups: Groups) => Refinement;
}

const texts: readonly KnownText[] = [
  {
    pattern: /at least one regexp or equality matcher/,
    explain: () => ({
      hint: 'Name at least one label with a value, such as {app="api"} or {app=~".+"}; list_loki_label_names has the labels.',
      details: { reason: 'matcher_needed' },
    }),
  },
  {
    pattern: /parse error at line (?<line>\d{1,6}), col (?<column>\d{1,6})/,
    explain: ({ line, column }) => ({
      hint: `Correct the LogQL at line ${line}, character ${column}.`,
      details: { reason: 'syntax', line: Number(line), column: Number(column) },
    }),
  },
  {
    pattern: /parse error|error parsing regexp|unknown function|unexpected IDENTIFIER/,
    explain: () => ({
      hint: 'Correct the LogQL: details.upstream says what Loki did not accept.',
      details: { reason: 'syntax' },
    }),
  },
  {
    pattern: /max entries limit per query exceeded[^(]*(?:\(\d+ > (?<maximum>\d{1,9})\))?/,
    explain: ({ maximum }) => ({
      hint: maximum === undefined ? 'Ask for fewer lines.' : `Ask for ${maximum} lines at most.`,
      details: { reason: 'limit_too_high', ...(maximum !== undefined && { maximum: Number(maximum) }) },
    }),
  },
  {
    pattern: /time range exceeds the limit[^(]*(?:\(query length: (?<length>[\w.]{1,30}), limit: (?<limit>[\w.]{1,30})\))?/,
    explain: ({ limit }) => ({
      hint: limit === undefined ? 'Ask for a shorter range.' : `Ask for a range of ${limit} at most.`,
      details: { reason: 'range_too_long', ...(limit !== undefined && { maximum: limit }) },
    }),
  },
  {
    pattern: /would read too many bytes|maximum of series|too many series|query too large/i,
    explain: () => ({
      hint: 'Ask for a shorter range, or name more labels in the selector.',
      details: { reason: 'too_expensive' },
    }),
  },
  {
    pattern: /exceeded maximum resolution/,
    explain: () => ({ hint: 'Use a longer step_seconds or a shorter range.', details: { reason: 'too_many_points' } }),
  },
  {
    pattern: /no org id/,
    explain: () => ({
      hint: "This Loki has tenants: ask the operator to add tenant to the profile's loki, or the header X-Scope-OrgID to the datasource.",
      details: { reason: 'no_tenant' },
    }),
  },
  {
    pattern: /only label matchers are supported/,
    explain: () => ({ hint: 'Give the selector in braces alone, without filters.', details: { reason: 'selector_only' } }),
  },
  {
    pattern: /context deadline exceeded|query timed out|context canceled/,
    explain: () => ({
      code: 'timeout',
      hint: 'Ask for a shorter range, or name more labels in the selector.',
      details: { reason: 'timeout' },
    }),
  },
];
