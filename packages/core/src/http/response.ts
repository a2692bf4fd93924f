import type { HttpResponse } from '../plugin/http.ts';
import { cleanText } from '../plugin/clean.ts';
import type { Outgoing, RawAnswer } from './exchange.ts';
import type { Problems } from './problems.ts';

/** An answer as plugins see it. */
export const toResponse = ({
  outgoing,
  answer,
  problems,
}: {
  outgoing: Outgoing;
  answer: RawAnswer;
  problems: Problems;
}): HttpResponse => {
  const text = (): string => new TextDecoder().decode(answer.body);
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    bytes: () => new Uint8Array(answer.body),
    json: (schema) => {
      const parsed = schema.safeParse(
        parseJson({ text: text(), fail: (expected) => problems.ofShape({ outgoing, answer, expected }) }),
      );
      if (parsed.success) return parsed.data;
      const [issue] = parsed.error.issues;
      throw problems.ofShape({
        outgoing,
        answer,
        expected: `${placeOf(issue?.path ?? [])} ${issue?.code === 'invalid_type' ? `should be ${issue.expected}` : 'does not fit'}`,
      });
    },
  };
};

const parseJson = ({ text, fail }: { text: string; fail: (expected: string) => Error }): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw fail('it is not JSON');
  }
};

// A path may hold keys that the backend chose: they must not be able to say anything.
const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the whole answer'
    : path
        .map((part) =>
          cleanText(String(part))
            .replaceAll(/[^\w.-]/g, '?')
            .slice(0, 40),
        )
        .join('.')
        .slice(0, 200);
