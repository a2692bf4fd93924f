import { Client as ClientOfTwo, StreamableHTTPClientTransport as HttpOfTwo } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioOfTwo } from '@modelcontextprotocol/client/stdio';
import { Client as ClientOfOne } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioOfOne } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpOfOne } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { launcherOf } from '../processes/app/built.ts';
import type { Home } from '../processes/app/home.ts';
import type { Served } from '../processes/app/serve-http.ts';

/** Where a client connects to. */
export type Target =
  | { readonly kind: 'http'; readonly url: string; readonly token: string }
  | {
      readonly kind: 'stdio';
      readonly command: string;
      readonly args: string[];
      readonly cwd: string;
      readonly env: Record<string, string>;
    };

/** The app as it serves HTTP already, or started by the client itself over stdio. */
export const targetOf = ({ home, server }: { home: Home; server: Served | undefined }): Target =>
  server === undefined
    ? {
        kind: 'stdio',
        command: process.execPath,
        args: [launcherOf('ops')],
        cwd: home.workspace,
        env: { ...home.env },
      }
    : { kind: 'http', ...server };

/** What the person behind a client answers to a question. */
export type Person = (question: string) => Answer | Promise<Answer>;
type Answer = { action: 'accept' | 'decline' | 'cancel'; content?: Record<string, string | number | boolean> };

/** What the official clients have in common. */
export interface SdkClient {
  readonly listTools: () => Promise<readonly string[]>;
  readonly callTool: (
    name: string,
    args: Readonly<Record<string, unknown>>,
    onProgress?: (progress: unknown) => void,
  ) => Promise<Record<string, unknown>>;
  /** What was agreed on; version 1 keeps that to itself, and knows nothing newer. */
  readonly revision: () => string | undefined;
  readonly close: () => Promise<void>;
}
export type Connect = (options: { target: Target; person?: Person | undefined }) => Promise<SdkClient>;

const info = { name: 'e2e', version: '1.0.0' };
const capabilitiesFor = (person: Person | undefined) => (person === undefined ? {} : { elicitation: { form: {} } });
const optionsFor = (onprogress: ((progress: unknown) => void) | undefined) => (onprogress === undefined ? {} : { onprogress });
const headersFor = (token: string) => ({ requestInit: { headers: { authorization: `Bearer ${token}` } } });

const connectOne: Connect = async ({ target, person }) => {
  const client = new ClientOfOne(info, { capabilities: capabilitiesFor(person) });
  if (person !== undefined) client.setRequestHandler(ElicitRequestSchema, async ({ params }) => person(params.message));
  const transport =
    target.kind === 'http'
      ? new HttpOfOne(new URL(target.url), headersFor(target.token))
      : new StdioOfOne({ ...target, stderr: 'ignore' });
  await client.connect(transport);
  return {
    listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
    callTool: (name, args, onProgress) => client.callTool({ name, arguments: args }, undefined, optionsFor(onProgress)),
    revision: () => '2025-11-25',
    close: () => client.close(),
  };
};

const connectTwo =
  (mode: 'legacy' | 'auto' | { pin: string }): Connect =>
  async ({ target, person }) => {
    const client = new ClientOfTwo(info, { capabilities: capabilitiesFor(person), versionNegotiation: { mode } });
    if (person !== undefined) client.setRequestHandler('elicitation/create', async ({ params }) => person(params.message));
    await client.connect(
      target.kind === 'http'
        ? new HttpOfTwo(new URL(target.url), headersFor(target.token))
        : new StdioOfTwo({ ...target, stderr: 'ignore' }),
    );
    return {
      listTools: async () => (await client.listTools()).tools.map(({ name }) => name),
      callTool: (name, args, onProgress) => client.callTool({ name, arguments: args }, optionsFor(onProgress)),
      revision: () => client.getNegotiatedProtocolVersion(),
      close: () => client.close(),
    };
  };

/** One official client, by how it finds out what a server speaks, with the revision that comes of it. */
export interface OfficialClient {
  readonly client: string;
  readonly revision: string;
  readonly connect: Connect;
  /** Where it tries every tool. Elsewhere it tries a few: how a client connects makes no difference to what a tool answers. */
  readonly everyToolOver?: 'http' | 'stdio';
}

export const sdkClients: readonly OfficialClient[] = [
  { client: 'v1', revision: '2025-11-25', connect: connectOne, everyToolOver: 'http' },
  { client: 'v2 legacy', revision: '2025-11-25', connect: connectTwo('legacy') },
  { client: 'v2 auto', revision: '2026-07-28', connect: connectTwo('auto'), everyToolOver: 'stdio' },
  { client: 'v2 pinned to 2026-07-28', revision: '2026-07-28', connect: connectTwo({ pin: '2026-07-28' }) },
];
