import type * as z from 'zod';
import type { RecordedRequest } from '../../http/route.ts';
import { refuse } from './refusal.ts';

/** The body in a shape; 400 for anything else, as the server's own decoder does. */
export const bodyOf = <Schema extends z.ZodType>(request: RecordedRequest, schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(request.json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw refuse(400, 'bad request data', { error: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'invalid'}` });
};

/** A number of the query; the fallback for anything that is none. */
export const numberOf = (query: URLSearchParams, { name, fallback }: { name: string; fallback: number }): number => {
  const text = query.get(name);
  const value = text === null || text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : fallback;
};
