import type { CallPath, Outcome } from '../../calls/path.ts';
import type { CallAnswer, CallRequest, Caller, ErrorAnswer } from '../../calls/types.ts';
import { type ErrorCode, errorTable } from '../../plugin/errors.ts';
import type { JsonObject } from '../../plugin/json.ts';
import type { Page, ToolDefinition } from '../../registry/types.ts';

/** A call path with a handful of tools and everything that the protocol layer can be asked to carry. */
export interface FixturePath extends CallPath {
  /** Every request that arrived, newest last. */
  readonly seen: CallRequest[];
  /** Adds a tool and says so. */
  addTool(name: string): void;
}

type Answer = (request: CallRequest) => CallAnswer | Promise<CallAnswer>;

/** `pageSize` cuts the tool list; `extraTools` lengthens it. */
export const fixturePath = ({
  pageSize = 1_000,
  extraTools = 0,
}: { pageSize?: number; extraTools?: number } = {}): FixturePath => {
  const answers = new Map<string, Answer>(Object.entries(tools));
  for (let index = 0; index < extraTools; index += 1) answers.set(`extra_${index}`, () => value({ index }));
  const listeners = new Set<() => void>();
  const seen: CallRequest[] = [];
  let pages = cut([...answers.keys()].map(definition), pageSize);
  return {
    seen,
    addTool: (name) => {
      answers.set(name, () => value({ name }));
      pages = cut([...answers.keys()].map(definition), pageSize);
      for (const listener of listeners) listener();
    },
    info: { name: 'fixture', title: 'Fixture', version: '1.2.3' },
    instructions: (caller) => `You work in ${caller.profile}.`,
    tools: () => pages,
    knows: (name) => answers.has(name),
    isRead: (name) => answers.has(name) && name !== 'asking',
    call: async (request) => {
      seen.push(request);
      const answer = answers.get(request.tool);
      if (answer === undefined)
        return { kind: 'unknown_tool', error: errorAnswer('not_found', `There is no tool "${request.tool}"`) };
      return answer(request);
    },
    offers: () => ({ prompts: true, resources: true, completions: true }),
    prompts: () => [{ name: 'greet', description: 'Greets', arguments: [{ name: 'name', required: true }] }],
    getPrompt: async ({ name, args }) =>
      name === 'greet'
        ? { ok: true, value: { description: 'Greets', messages: [{ role: 'user', text: `Greet ${String(args['name'])}` }] } }
        : refused('not_found', `There is no prompt "${name}"`),
    resources: async () => [{ uri: 'fixture://readme', name: 'readme', mimeType: 'text/plain' }],
    templates: () => [
      { uriTemplate: 'fixture://items/{id}', name: 'item', description: 'One item', mimeType: 'application/json' },
    ],
    readResource: async ({ uri }) => {
      if (uri === 'fixture://readme') return { ok: true, value: { uri, mimeType: 'text/plain', text: 'Read me' } };
      if (uri === 'fixture://items/7') return { ok: true, value: { uri, mimeType: 'application/octet-stream', blob: 'AAEC' } };
      return refused('not_found', `There is no resource "${uri}"`);
    },
    complete: async ({ prefix }) => {
      const values = Array.from({ length: 150 }, (_, index) => `${prefix}${index}`);
      return { values, total: 150, hasMore: false };
    },
    onToolsChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

export const fixtureCaller: Caller = { principal: { id: 'tester' }, profile: 'local', transport: 'stdio' };

export const errorAnswer = (code: ErrorCode, message: string, details?: JsonObject): ErrorAnswer => ({
  code,
  message,
  hint: errorTable[code].hint,
  ...(details === undefined ? {} : { details }),
});

const value = (result: JsonObject): CallAnswer => ({ kind: 'value', value: result, text: JSON.stringify(result), images: [] });
const failed = (error: ErrorAnswer, hasOutputSchema: boolean): CallAnswer => ({ kind: 'error', error, hasOutputSchema });
const refused = (code: ErrorCode, message: string): Outcome<never> => ({ ok: false, error: errorAnswer(code, message) });

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47]);

/** Calls that wait for `go_on`: the SDK's client drops progress that arrives in one chunk with its answer. */
const held = new Set<() => void>();

const tools: Record<string, Answer> = {
  echo: ({ args, caller, traceId }) =>
    value({ args: JSON.stringify(args), principal: caller.principal.id, client: caller.client ?? null, trace: traceId ?? null }),
  noop: () => value({ ok: true }),
  unicode: () => value({ text: 'Zürich \u2028 "quoted" \ud83d\ude80 </script>' }),
  picture: () => ({ kind: 'value', value: { drawn: true }, text: '{"drawn":true}', images: [{ png, alt: 'A dot' }] }),
  fail: () => failed(errorAnswer('upstream_error', 'It broke', { reason: 'broken' }), false),
  fail_typed: () => failed({ ...errorAnswer('rate_limited', 'Slow down'), retry_after_s: 3 }, true),
  hidden: () => ({ kind: 'unknown_tool', error: errorAnswer('not_found', 'There is no tool "hidden"') }),
  throws: () => {
    throw new Error('the secret cause');
  },
  slow: async ({ signal, args }) => {
    const ms = typeof args === 'object' && args !== null && 'ms' in args ? Number(args.ms) : 10_000;
    const { promise, resolve } = Promise.withResolvers<string>();
    const timer = setTimeout(() => resolve('done'), ms);
    signal.addEventListener('abort', () => resolve('aborted'), { once: true });
    const outcome = await promise;
    clearTimeout(timer);
    return value({ outcome });
  },
  counting: async ({ progress, args }) => {
    for (const step of [1, 2, 2, 3]) progress?.({ progress: step, total: 3, message: `step ${step}` });
    const isHeld = typeof args === 'object' && args !== null && 'hold' in args;
    await (isHeld ? new Promise<void>((resolve) => held.add(resolve)) : new Promise((resolve) => setTimeout(resolve, 50)));
    return value({ counted: progress !== undefined });
  },
  go_on: () => {
    for (const release of held) release();
    held.clear();
    return value({ ok: true });
  },
  counting_then_failing: ({ progress }) => {
    progress?.({ progress: 1 });
    throw new Error('the secret cause');
  },
  asking: async ({ asking }) => {
    if (asking.mode === 'none') return failed(errorAnswer('awaiting_approval', 'Nobody can be asked'), true);
    if (asking.mode === 'push') return value({ answered: await asking.ask('Delete everything?') });
    if (asking.state === undefined) return { kind: 'input_required', message: 'Delete everything?', state: 'sealed' };
    if (asking.state !== 'sealed') return { kind: 'bad_state', error: errorAnswer('invalid_input', 'The state is not ours') };
    return value({ answered: asking.answer ?? null });
  },
};

const definition = (name: string): ToolDefinition => ({
  name,
  title: `Title of ${name}`,
  description: `Does ${name}.`,
  inputSchema: { type: 'object' },
  outputSchema: { type: 'object' },
  annotations: {
    title: `Title of ${name}`,
    readOnlyHint: true,
    destructiveHint: false,
    idempotentHint: true,
    openWorldHint: false,
  },
});

const cut = (definitions: readonly ToolDefinition[], size: number): readonly Page[] => {
  const pages: Page[] = [];
  for (let start = 0; start < definitions.length; start += size) {
    const page = definitions.slice(start, start + size);
    const isLast = start + size >= definitions.length;
    pages.push({ tools: page, json: JSON.stringify(page), ...(isLast ? {} : { nextCursor: `page-${start + size}` }) });
  }
  return pages;
};
