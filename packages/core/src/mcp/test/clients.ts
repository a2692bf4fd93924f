import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';
import { Client as ClientOfTwo, StreamableHTTPClientTransport as HttpOfTwo } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioOfTwo } from '@modelcontextprotocol/client/stdio';
import { Client as ClientOfOne } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioOfOne } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpOfOne } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';

/** What the person behind a client answers, in order; a person who has nothing left to say stays silent. Nobody when absent. */
export type Person =
  | { readonly action: 'accept' | 'decline' | 'cancel'; readonly content?: Record<string, boolean | string> }[]
  | undefined;

export interface TestClient {
  readonly listTools: () => Promise<{ tools: readonly { name: string }[] }>;
  readonly callTool: (
    call: { name: string; arguments?: Record<string, unknown> },
    options?: { onprogress?: (progress: unknown) => void; signal?: AbortSignal },
  ) => Promise<Record<string, unknown>>;
  readonly close: () => Promise<void>;
}
type Connect = (target: { url: string } | 'stdio', person: Person) => Promise<TestClient>;

const info = { name: 'tester', version: '1.0.0' };
const answerOf = async (person: NonNullable<Person>) => person.shift() ?? new Promise<never>(() => {});
const capabilitiesOf = (person: Person) => (person === undefined ? {} : { elicitation: { form: {} } });
const child = {
  command: execPath,
  args: ['--conditions=@lineclear/source', fileURLToPath(new URL('stdio-server.ts', import.meta.url))],
  stderr: 'inherit' as const,
};

const connectTwo =
  (mode: 'legacy' | 'auto' | { pin: string }): Connect =>
  async (target, person) => {
    const client = new ClientOfTwo(info, { capabilities: capabilitiesOf(person), versionNegotiation: { mode } });
    if (person !== undefined) client.setRequestHandler('elicitation/create', () => answerOf(person));
    await client.connect(target === 'stdio' ? new StdioOfTwo(child) : new HttpOfTwo(new URL(target.url)));
    return {
      listTools: () => client.listTools(),
      callTool: (call, options) => client.callTool(call, options),
      close: () => client.close(),
    };
  };

const connectOne: Connect = async (target, person) => {
  const client = new ClientOfOne(info, { capabilities: capabilitiesOf(person) });
  if (person !== undefined) client.setRequestHandler(ElicitRequestSchema, () => answerOf(person));
  await client.connect(target === 'stdio' ? new StdioOfOne(child) : new HttpOfOne(new URL(target.url)));
  return {
    listTools: () => client.listTools(),
    callTool: (call, options) => client.callTool(call, undefined, options),
    close: () => client.close(),
  };
};

/** The official clients, and how each finds out what a server speaks. */
export const clients: Readonly<Record<string, Connect>> = {
  'version 1': connectOne,
  'version 2, 2025 only': connectTwo('legacy'),
  'version 2, asking first': connectTwo('auto'),
  'version 2, 2026 only': connectTwo({ pin: '2026-07-28' }),
};
