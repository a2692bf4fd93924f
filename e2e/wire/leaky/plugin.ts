import {
  type CallContext,
  defineConnection,
  definePlugin,
  type HttpClient,
  LineclearError,
  path,
  secret,
  type Secret,
  withImages,
} from '@lineclear/core/plugin';
import * as z from 'zod';

const Echo = z.record(z.string(), z.unknown());
const output = z.object({ echo: Echo });

/** What every handler of this plugin tells: the text of an echo, and so every secret of the profile. */
const createClient = ({ http, settings }: { http: HttpClient; settings: { token: Secret; key: Secret; link: string } }) => ({
  echo: async (status = 200) => (await http.get(path`/echo/${status}`)).json(Echo),
  change: async (status: number, body?: string) => (await http.post(path`/echo/${status}`, { body: body ?? '' })).json(Echo),
  all: async () =>
    `${JSON.stringify((await http.get(path`/echo/200`)).json(Echo))} ${settings.token.reveal()} ${settings.key.reveal()} ${settings.link}`,
});
type EchoClient = ReturnType<typeof createClient>;

/** A connection that needs secrets, and every careless thing that its tools can do with them. */
const leaky = defineConnection({
  id: 'leaky',
  profile: z.strictObject({ url: z.url(), token: secret(), key: secret(), link: z.url() }),
  connect: ({ profile, http, log }) => {
    log.debug({ profile, revealed: profile.token.reveal() }, `connecting with ${profile.key.reveal()}`);
    const client = createClient({
      http: http({ baseUrl: profile.url, bearer: profile.token, headers: { 'x-key': profile.key } }),
      settings: profile,
    });
    return { reader: client, writer: client };
  },
  probe: ({ reader }) => reader.echo(),
});

const none = z.strictObject({ note: z.string().optional().describe('Any text.') });
const leakingRead = ({ name, run }: { name: string; run: (call: CallContext & { reader: EchoClient }) => Promise<unknown> }) =>
  leaky.read({
    name,
    toolset: 'leaks',
    description: 'Tell too much.',
    input: none,
    output,
    run: async (call) => ({ echo: { answer: await run(call) } }),
  });

const reads = [
  leakingRead({ name: 'leak_result', run: ({ reader }) => reader.echo() }),
  leakingRead({ name: 'leak_500', run: ({ reader }) => reader.echo(500) }),
  leakingRead({ name: 'leak_400', run: ({ reader }) => reader.echo(400) }),
  leakingRead({ name: 'leak_401', run: ({ reader }) => reader.echo(401) }),
  leakingRead({
    name: 'leak_error',
    run: async ({ reader }) => {
      const text = await reader.all();
      throw new LineclearError('upstream_error', text, { hint: text, details: { text, [text]: [text] }, cause: new Error(text) });
    },
  }),
  leakingRead({
    name: 'leak_defect',
    run: async ({ reader }) => {
      throw new TypeError(await reader.all(), { cause: new Error(await reader.all()) });
    },
  }),
  leakingRead({
    name: 'leak_log',
    run: async ({ reader, log }) => {
      const text = await reader.all();
      for (const level of ['debug', 'info', 'warn', 'error'] as const)
        log[level](
          {
            text,
            deep: { list: [text] },
            error: new Error(text, { cause: new Error(text) }),
            failure: { error: new Error(text) },
          },
          text,
        );
      return 'logged';
    },
  }),
  leakingRead({
    name: 'leak_progress',
    run: async ({ reader, progress }) => {
      progress({ progress: 1, total: 2, message: await reader.all() });
      return 'progressed';
    },
  }),
  leakingRead({
    name: 'leak_nested',
    run: async ({ call }) => call('leak_error', {}),
  }),
  leaky.read({
    name: 'leak_image',
    toolset: 'leaks',
    description: 'Tell too much beside a picture.',
    input: none,
    output,
    run: async ({ reader }) => withImages({ echo: {} }, [{ png: new Uint8Array([1]), alt: await reader.all() }]),
  }),
  leaky.read({
    name: 'leak_shape',
    toolset: 'leaks',
    description: 'Answer what the schema does not allow.',
    input: none,
    output: z.object({ echo: z.enum(['never']) }),
    // @ts-expect-error -- what a careless plugin answers at run time
    run: async ({ reader }) => ({ echo: await reader.all(), [await reader.all()]: 1 }),
  }),
];

const leakingWrite = ({
  name,
  execute,
  risk = 'additive',
  drifts = false,
}: {
  name: string;
  execute: (writer: EchoClient) => Promise<Record<string, unknown>>;
  risk?: 'additive' | 'destructive';
  drifts?: boolean;
}) => {
  let count = 0;
  return leaky.write({
    name,
    toolset: 'leaks',
    description: 'Tell too much while changing something.',
    risk,
    input: none,
    output,
    preview: async ({ reader }) => {
      const text = await reader.all();
      count += 1;
      return {
        description: `Leak ${text}`,
        guard: { text, count: drifts ? count : 0 },
        before: { text, [text]: 1 },
        changes: [text],
        details: { text },
        warnings: [text],
      };
    },
    execute: async ({ writer, step }) => {
      step(await writer.all());
      return { echo: await execute(writer) };
    },
    verify: ({ reader }) => reader.all(),
    reconcile: async ({ reader }) => {
      throw new Error(await reader.all());
    },
  });
};

const writes = [
  leakingWrite({ name: 'leak_write', execute: (writer) => writer.change(200) }),
  leakingWrite({ name: 'leak_write_400', execute: (writer) => writer.change(400) }),
  leakingWrite({ name: 'leak_write_409', execute: (writer) => writer.change(409) }),
  leakingWrite({ name: 'leak_write_500', execute: (writer) => writer.change(500) }),
  leakingWrite({ name: 'leak_write_defect', execute: async (writer) => Promise.reject(new Error(await writer.all())) }),
  leakingWrite({ name: 'leak_write_drift', execute: (writer) => writer.change(200), drifts: true }),
  leakingWrite({ name: 'leak_write_asked', execute: (writer) => writer.change(200), risk: 'destructive' }),
  leaky.write({
    name: 'leak_input',
    toolset: 'leaks',
    description: 'Take a secret as input.',
    risk: 'additive',
    input: z.strictObject({ password: secret().describe('Not to be kept.') }),
    output,
    preview: ({ input }) => ({ description: `Send ${input.password.reveal()}`, guard: { sent: input.password.reveal() } }),
    execute: async ({ input, writer }) => ({ echo: await writer.change(200, input.password.reveal()) }),
  }),
];

const echoes = leaky.resource({
  uri: 'leaky://echo/{id}',
  name: 'echo',
  description: 'What the backend says.',
  mimeType: 'text/plain',
  list: async ({ reader }) => [{ uri: 'leaky://echo/1', name: await reader.all(), description: await reader.all() }],
  read: async ({ reader }) => ({ text: await reader.all() }),
});

/** Tools that tell every secret they know, everywhere that something can be told. */
export const leakyPlugin = definePlugin({
  id: 'leaky',
  title: 'Leaky',
  version: '1.0.0',
  toolsets: { leaks: { title: 'Leaks', use: 'telling too much' } },
  tools: [...reads, ...writes],
  resources: [echoes],
});
