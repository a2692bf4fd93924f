import * as z from 'zod';

const labels = z.record(z.string(), z.string());
const withExpressions = z.object({
  matchLabels: labels.nullish(),
  matchExpressions: z.array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).nullish() })).nullish(),
});

/** A selector of a workload as a query has it: `app=web,tier in (a,b)`. Undefined where it selects nothing that can be asked for. */
export const selectorText = (selector: unknown): string | undefined => {
  const parsed = withExpressions.safeParse(selector);
  if (!parsed.success) return undefined;
  const { matchLabels, matchExpressions } = parsed.data;
  const parts = [
    ...Object.entries(matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
    ...(matchExpressions ?? []).map(expression),
  ];
  return parts.length === 0 || parts.includes(undefined) ? undefined : parts.join(',');
};

/** The selector of a service, which is labels alone. */
export const labelsText = (selector: unknown): string | undefined => {
  const parsed = labels.safeParse(selector);
  const parts = parsed.success ? Object.entries(parsed.data).map(([key, value]) => `${key}=${value}`) : [];
  return parts.length === 0 ? undefined : parts.join(',');
};

const expression = ({
  key,
  operator,
  values,
}: {
  key: string;
  operator: string;
  values?: string[] | null | undefined;
}): string | undefined => {
  switch (operator) {
    case 'In':
    case 'NotIn':
      return `${key} ${operator.toLowerCase()} (${(values ?? []).join(',')})`;
    case 'Exists':
      return key;
    case 'DoesNotExist':
      return `!${key}`;
    default:
      return undefined;
  }
};
