import * as z from 'zod';
import { invalid } from './refusal.ts';
import type { EndpointCall } from './endpoint.ts';
import type { RepositoryRecord } from '../model/records.ts';
import { notFound } from './refusal.ts';

/** The body in a shape; 422 for anything else. */
export const bodyOf = <Schema extends z.ZodType>({ request }: EndpointCall, schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(request.json ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid({ resource: 'Request', field: issue?.path.join('.') ?? '', code: 'invalid' });
};

/** The number in a path; 404 for anything that is none. */
export const numberIn = ({ params }: EndpointCall, name: string): number => {
  const value = Number(params[name]);
  if (!Number.isInteger(value) || value < 1) throw notFound();
  return value;
};

/** A value that must be there; 404 where it is not. */
export const orNotFound = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw notFound();
  return value;
};

/** The commit that a name stands for: a branch, a tag or a full name of an object. */
export const commitOf = async (repository: RepositoryRecord, name: string): Promise<string> => {
  const { git } = repository;
  for (const candidate of [`refs/heads/${name}`, `refs/tags/${name}`, name]) {
    // oxlint-disable-next-line no-await-in-loop -- the first that is there wins
    const sha = await git.resolve(candidate);
    if (sha !== undefined) return sha;
  }
  throw notFound();
};

/** JSON of any shape as it was sent. */
export const anyObject = z.record(z.string(), z.json());
