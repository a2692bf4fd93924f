import type { JsonObject } from '@lineclear/core/plugin';
import { Refusal } from '../../http/refusal.ts';

const documentation = 'https://docs.github.com/rest';

/** An error in the shape of the API. */
export const refuse = (
  status: number,
  message: string,
  fields: JsonObject = {},
  headers: Readonly<Record<string, string>> = {},
) => new Refusal({ status, headers, json: { message, ...fields, documentation_url: documentation, status: String(status) } });

/** What the token may not see is not there. */
export const notFound = (): Refusal => refuse(404, 'Not Found');

/** One field of a request that is refused. `message` goes with the code `custom`. */
export interface FieldProblem {
  readonly resource: string;
  readonly field: string;
  readonly code: 'missing' | 'missing_field' | 'invalid' | 'already_exists' | 'custom';
  readonly message?: string;
}

/** 422 with the fields that are wrong. */
export const invalid = (...problems: readonly FieldProblem[]): Refusal =>
  refuse(422, 'Validation Failed', { errors: problems.map((problem) => ({ ...problem })) });
