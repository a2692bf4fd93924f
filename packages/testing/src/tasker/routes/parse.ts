import type { RecordedRequest } from '../../http/route.ts';
import type * as z from 'zod';
import { refuse, rejectAsText } from './refusal.ts';

/** A whole number of the query. The framework refuses anything else, and a negative one where the field is unsigned. */
export const integerOf = (
  { query }: RecordedRequest,
  { name, fallback, isSigned = false }: { name: string; fallback: number; isSigned?: boolean },
): number => {
  const text = query[name];
  if (text === undefined) return fallback;
  if ((isSigned ? /^[+-]?\d{1,18}$/ : /^\+?\d{1,9}$/).test(text)) return Number(text);
  throw rejectAsText(400, `Failed to deserialize query string: ${name}: invalid digit found in string`);
};

/** A row limit: the database refuses a negative one. */
export const limitOf = (request: RecordedRequest, { name = 'limit', fallback }: { name?: string; fallback: number }): number => {
  const limit = integerOf(request, { name, fallback, isSigned: true });
  if (limit < 0) throw refuse('DATABASE_ERROR', 'Database operation failed');
  return limit;
};

/** A uuid in any of the spellings that the server takes, normalised; nothing for other text. */
export const uuidOf = (text: string): string | undefined => {
  const digits = text.replaceAll('-', '').toLowerCase();
  if (!/^([0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i.test(text)) return undefined;
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join('-');
};

/** A uuid where the framework itself parses the path. */
export const pathUuid = (text: string | undefined): string => {
  const uuid = uuidOf(text ?? '');
  if (uuid === undefined) throw rejectAsText(400, `Invalid URL: Cannot parse value \`${text ?? ''}\` to a \`Uuid\``);
  return uuid;
};

/** The body in a shape. 415 without the content type, 400 for broken JSON, 422 for wrong fields: all of them text. */
export const bodyOf = <Schema extends z.ZodType>(request: RecordedRequest, schema: Schema): z.output<Schema> => {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/([\w.-]+\+)?json\b/i.test(type))
    throw rejectAsText(415, 'Expected request with `Content-Type: application/json`');
  if (request.json === undefined)
    throw rejectAsText(400, 'Failed to parse the request body as JSON: expected value at line 1 column 1');
  const parsed = schema.safeParse(request.json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = issue?.path.join('.') ?? '';
  throw rejectAsText(422, `Failed to deserialize the JSON body into the target type: ${field}: ${issue?.message ?? 'invalid'}`);
};
