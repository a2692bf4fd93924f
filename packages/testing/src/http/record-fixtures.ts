import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { Interaction } from './fixture.ts';
import { listenOnLoopback } from './listen.ts';
import { isCredentialHeader, parseJson, readRequest, sendAnswer } from './message.ts';
import type { Answer, RecordedRequest } from './route.ts';
import type { Scrub } from './scrub.ts';
import { createScrub } from './scrub.ts';

export interface Recorder {
  /** Point the client here instead of at the backend. */
  readonly url: string;
  readonly interactions: readonly Interaction[];
  /** Stops the proxy and writes the fixture file. */
  close(): Promise<void>;
}

/**
 * Starts a proxy in front of a live backend and writes what passes as a fixture file.
 * The given secrets, every credential header and every JSON value whose key names a credential are replaced by `[secret]`.
 */
export const recordFixtures = async ({
  target,
  file,
  secrets,
}: {
  /** The backend's base URL. */
  target: string | URL;
  file: string | URL;
  /** Clear texts that must not reach the file. */
  secrets: readonly string[];
}): Promise<Recorder> => {
  const interactions: Interaction[] = [];
  const scrub = createScrub(secrets);
  const server = createServer(async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    const answer = await forward({ target, request });
    interactions.push(toInteraction({ request, answer, scrub }));
    sendAnswer(outgoing, { answer, delayMs: 0, cut: 'no' });
  });
  const { url, close } = await listenOnLoopback(server);
  return {
    url,
    interactions,
    close: async () => {
      await close();
      await writeFile(file, `${JSON.stringify({ interactions }, null, 2)}\n`);
    },
  };
};

const forward = async ({ target, request }: { target: string | URL; request: RecordedRequest }): Promise<Answer> => {
  const base = String(target).replace(/\/$/, '');
  const response = await fetch(base + request.url, {
    method: request.method,
    headers: forwardedHeaders(request),
    redirect: 'manual',
    ...(request.body !== '' && { body: request.body }),
  });
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !hopByHop.has(name)));
  return { status: response.status, headers, bytes: new Uint8Array(await response.arrayBuffer()) };
};

const toInteraction = ({ request, answer, scrub }: { request: RecordedRequest; answer: Answer; scrub: Scrub }): Interaction => ({
  request: {
    method: request.method,
    path: scrub.text(request.path),
    query: Object.fromEntries(Object.entries(request.query).map(([key, value]) => [key, scrub.text(value)])),
    ...(request.json !== undefined && { json: scrub.json(request.json) }),
  },
  response: { status: answer.status ?? 200, headers: keptHeaders(answer, scrub), ...scrubbedBody(answer, scrub) },
});

const scrubbedBody = (
  { bytes = new Uint8Array() }: Answer,
  scrub: Scrub,
): Pick<Interaction['response'], 'json' | 'text' | 'base64'> => {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString();
  // latin1 keeps every byte, so that a secret inside a binary body is found too.
  if (!Buffer.from(text).equals(buffer))
    return { base64: Buffer.from(scrub.text(buffer.toString('latin1')), 'latin1').toString('base64') };
  const json = parseJson(text);
  return json === undefined ? { text: scrub.text(text) } : { json: scrub.json(json) };
};

// Dates, ids and lengths would change with every recording and mean nothing to a client.
const keptHeaders = ({ headers = {} }: Answer, scrub: Scrub): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !volatile.has(name))
      .map(([name, value]) => [name, isCredentialHeader(name) ? '[secret]' : scrub.text(value)]),
  );

const forwardedHeaders = (request: RecordedRequest): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headers).flatMap(([name, value]) =>
      value === undefined || hopByHop.has(name) ? [] : [[name, Array.isArray(value) ? value.join(', ') : value]],
    ),
  );

// fetch decodes the body and counts it anew.
const hopByHop = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'host',
  'content-length',
  'content-encoding',
  'accept-encoding',
  'expect',
]);
const volatile = new Set([...hopByHop, 'date', 'age', 'x-request-id']);
