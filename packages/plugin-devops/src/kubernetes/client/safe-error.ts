import { type ErrorAnswer, type Explanation, fence, LineclearError } from '@lineclear/core/plugin';
import * as z from 'zod';
import { maskText } from '../masking/mask-text.ts';
import { openDigest } from '../masking/secret-digest.ts';
import { explain } from './explain.ts';

/** What an error answer means, with what its message says apart from the whole of the answer. */
export const explainApart = (answer: ErrorAnswer): Explanation | undefined => {
  const explained = explain(answer);
  const said = messageOf(answer.text());
  return said === undefined ? explained : { ...explained, details: { ...explained?.details, said } };
};

/**
 * An error of the API server without values of objects: it repeats in its messages what it refuses, variables of containers included.
 * Where the object is a secret, nothing that was said of it is kept, because an admission may repeat any part of it.
 */
export const safeError = ({ error, isSecret }: { error: unknown; isSecret: boolean }): unknown => {
  if (!LineclearError.is(error) || error.details === undefined) return error;
  const { code, message, hint, retryAfterS, effect, cause } = error;
  const { said, upstream, ...facts } = error.details;
  const whole = typeof said === 'string' ? fence(said, { source: 'the cluster' }) : upstream;
  const shown = isSecret || typeof whole !== 'string' ? {} : { upstream: masked(whole) };
  return new LineclearError(code, message, { hint, retryAfterS, effect, cause, details: { ...facts, ...shown } });
};

const status = z.object({ kind: z.literal('Status'), message: z.string() });

const messageOf = (text: string): string | undefined => {
  try {
    const parsed = status.safeParse(JSON.parse(text));
    return parsed.success ? withoutObjects(parsed.data.message.slice(0, mostCharacters)) : undefined;
  } catch {
    return undefined;
  }
};

const mostCharacters = 64_000;

/** `Invalid value: {…}: field is immutable`: whole objects stand between the first brace and the last one. */
const withoutObjects = (message: string): string => {
  const [from, to] = [message.indexOf('{'), message.lastIndexOf('}')];
  if (from < 0) return message;
  return `${message.slice(0, from)}{…}${to < from ? '' : message.slice(to + 1)}`;
};

const masked = (text: string): string => maskText({ text, digest: openDigest() });
