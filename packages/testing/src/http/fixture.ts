import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import type { Answer, RecordedRequest, Route } from './route.ts';

const interaction = z.strictObject({
  request: z.strictObject({
    method: z.string(),
    path: z.string(),
    /** The whole query when given; any query when absent. */
    query: z.record(z.string(), z.string()).optional(),
    /** Compared as JSON when given. */
    json: z.unknown().optional(),
  }),
  response: z.strictObject({
    status: z.int().default(200),
    headers: z.record(z.string(), z.string()).default({}),
    json: z.unknown().optional(),
    text: z.string().optional(),
    base64: z.string().optional(),
  }),
});
const fixtureFile = z.strictObject({ interactions: z.array(interaction) });

/** One recorded request and its answer. */
export type Interaction = z.output<typeof interaction>;
/** A recorded conversation with a backend, as a fixture file holds it. */
export type Fixture = z.output<typeof fixtureFile>;

/** Reads a fixture file (JSON, the format that `recordFixtures` writes). */
export const loadFixture = async (file: string | URL): Promise<Fixture> => {
  const parsed = fixtureFile.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) throw new Error(`${String(file)} is not a fixture file:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

/** One route per distinct recorded request; equal requests are answered in order, the last answer repeats. */
export const toRoutes = ({ interactions }: Fixture): readonly Route[] => {
  const groups: Interaction[][] = [];
  for (const entry of interactions) {
    const group = groups.find(([first]) => first !== undefined && isDeepStrictEqual(first.request, entry.request));
    if (group === undefined) groups.push([entry]);
    else group.push(entry);
  }
  return groups.map(toRoute);
};

const toRoute = (group: readonly Interaction[]): Route => {
  let served = 0;
  const [first] = group;
  if (first === undefined) throw new Error('An interaction group is never empty.');
  return {
    method: first.request.method,
    path: first.request.path,
    accepts: (request) => fits(first, request),
    handle: () => {
      const entry = group[Math.min(served, group.length - 1)] ?? first;
      served += 1;
      return toAnswer(entry);
    },
  };
};

const fits = ({ request: wanted }: Interaction, request: RecordedRequest): boolean =>
  (wanted.query === undefined || isDeepStrictEqual(wanted.query, request.query)) &&
  (wanted.json === undefined || isDeepStrictEqual(wanted.json, request.json));

const toAnswer = ({ response }: Interaction): Answer => ({
  status: response.status,
  headers: response.headers,
  ...(response.json !== undefined && { json: response.json }),
  ...(response.text !== undefined && { text: response.text }),
  ...(response.base64 !== undefined && { bytes: Buffer.from(response.base64, 'base64') }),
});
