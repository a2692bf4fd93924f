import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { JsonObject, SourceEntry, ToolSource } from '../plugin/index.ts';
import { listedNames, pluginOf, quietLog, readTool, registryOf, viewOf } from './test/composition.ts';

const inputSchema: JsonObject = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  properties: { queue: { type: 'string', enum: ['default', 'mail'] }, count: { type: 'integer', minimum: 1 } },
  required: ['queue'],
};
const toolOf = (name: string, more: Partial<Extract<SourceEntry, { kind: 'read' }>> = {}): SourceEntry => ({
  kind: 'read',
  name,
  toolset: 'things',
  description: `Reads ${name}.`,
  inputSchema,
  run: ({ input }) => input,
  ...more,
});

/** A source whose tools a test can change. */
const changingSource = (first: () => readonly SourceEntry[] | Promise<readonly SourceEntry[]>) => {
  let load = first;
  let changed = () => {};
  const source: ToolSource = {
    load: async () => load(),
    watch: (listener) => {
      changed = listener;
      return () => {
        changed = () => {};
      };
    },
  };
  return {
    source,
    change: (next: typeof load) => {
      load = next;
      changed();
    },
  };
};
const fail = (): never => {
  throw new Error('the catalogue is gone');
};
const view = viewOf('staging');
const entryOf = async (tool: SourceEntry) => {
  const { entries } = await registryOf({ plugins: [pluginOf({ id: 'p', source: { load: () => [tool] } })] });
  const [entry] = entries;
  if (entry === undefined) throw new Error('no entry');
  return entry;
};

describe('a source', () => {
  test('yields tools behind those of its own plugin', async () => {
    const plugin = pluginOf({ id: 'p', tools: [readTool('fixed')], source: { load: () => [toolOf('later')] } });
    const registry = await registryOf({ plugins: [plugin, pluginOf({ id: 'q', tools: [readTool('other')] })] });
    expect(listedNames(registry, view)).toEqual(['fixed', 'later', 'other']);
    expect(registry.pages(view)[0]?.tools[1]?.annotations).not.toHaveProperty('openWorldHint');
  });

  test('that changes replaces its tools at once and says so', async () => {
    const { source, change } = changingSource(() => [toolOf('before')]);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', tools: [readTool('fixed')], source })] });
    const heard = vi.fn<() => void>();
    registry.onChange(heard);
    change(() => [toolOf('after'), toolOf('more')]);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
    expect(listedNames(registry, view)).toEqual(['fixed', 'after', 'more']);
    expect(registry.resolve('before').found).toBe(false);
  });

  test('that fails later keeps its last good tools; one that fails first takes nothing down', async () => {
    const { source, change } = changingSource(() => [toolOf('good')]);
    const logger = quietLog();
    const broken = pluginOf({ id: 'broken', tools: [readTool('fixed')], source: { load: fail } });
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', source }), broken], logger });
    expect(listedNames(registry, view)).toEqual(['good', 'fixed']);
    expect(logger.lines).toMatchObject([{ fields: { plugin: 'broken' } }]);
    change(fail);
    await expect.poll(() => logger.lines).toHaveLength(2);
    expect(listedNames(registry, view)).toEqual(['good', 'fixed']);
  });

  test('that changes while it loads is loaded once more, not once per change', async () => {
    const waiting: (() => void)[] = [];
    let loads = 0;
    const { source, change } = changingSource(() => [toolOf('first')]);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', source })] });
    const slow = async () => {
      loads += 1;
      await new Promise<void>((resolve) => waiting.push(resolve));
      return [toolOf(`load_${loads}`)];
    };
    for (let round = 0; round < 5; round += 1) change(slow);
    waiting.shift()?.();
    await expect.poll(() => waiting).toHaveLength(1);
    waiting.shift()?.();
    await expect.poll(() => listedNames(registry, view)).toEqual(['load_2']);
    expect(loads).toBe(2);
  });

  test('that does not answer holds nothing up for long, and its tools come later', async () => {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const logger = quietLog();
    let answer: (tools: readonly SourceEntry[]) => void = () => {};
    const slow = pluginOf({ id: 'slow', source: { load: () => new Promise((resolve) => (answer = resolve)) } });
    const composing = registryOf({ plugins: [slow, pluginOf({ id: 'p', tools: [readTool('fixed')] })], logger });
    await vi.advanceTimersByTimeAsync(10_000);
    const registry = await composing;
    expect(listedNames(registry, view)).toEqual(['fixed']);
    expect(logger.lines).toMatchObject([{ fields: { plugin: 'slow' } }]);
    vi.useRealTimers();
    answer([toolOf('late')]);
    await expect.poll(() => listedNames(registry, view)).toEqual(['late', 'fixed']);
  });

  test('is no longer asked after close', async () => {
    const { source, change } = changingSource(() => [toolOf('first')]);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', source })] });
    const heard = vi.fn<() => void>();
    registry.onChange(heard);
    registry.close();
    change(() => [toolOf('second')]);
    await new Promise((resolve) => setImmediate(resolve));
    expect(heard).not.toHaveBeenCalled();
  });

  test('tells every listener, also after one that fails', async () => {
    const { source, change } = changingSource(() => []);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', source })] });
    const heard = vi.fn<() => void>();
    const stop = registry.onChange(vi.fn<() => void>());
    stop();
    registry.onChange(fail);
    registry.onChange(heard);
    change(() => [toolOf('a')]);
    await expect.poll(() => heard).toHaveBeenCalledTimes(1);
  });
});

describe('a tool of a source', () => {
  test.each<[string, SourceEntry, string]>([
    ['a name outside the charset', toolOf('Bad-Name'), 'cannot be a tool name'],
    [
      'a reserved field',
      toolOf('a', { inputSchema: { type: 'object', properties: { confirm: { type: 'boolean' } } } }),
      'has confirm',
    ],
    ['no object as input', toolOf('a', { inputSchema: { type: 'array' } }), 'type: object'],
    [
      'what is no schema',
      toolOf('a', { inputSchema: { type: 'object', properties: { b: { type: 'texd' } } } }),
      'not a JSON Schema',
    ],
    [
      'another document',
      toolOf('a', { inputSchema: { type: 'object', $ref: 'https://example.com/x.json' } }),
      'another document',
    ],
    [
      'x-mcp-header',
      toolOf('a', { inputSchema: { type: 'object', properties: { b: { 'x-mcp-header': 'B' } } } }),
      'x-mcp-header',
    ],
    ['an unknown toolset', toolOf('a', { toolset: 'nowhere' }), 'the toolset "nowhere"'],
    ['a name that is taken', toolOf('fixed'), 'give one of the two plugins a prefix'],
  ])('with %s is left out alone, with the reason in the log', async (_, tool, problem) => {
    const logger = quietLog();
    const own = pluginOf({ id: 'own', tools: [readTool('fixed')] });
    const registry = await registryOf({
      plugins: [pluginOf({ id: 'p', source: { load: () => [tool, toolOf('fine')] } }), own],
      logger,
    });
    expect(listedNames(registry, view)).toEqual(['fine', 'fixed']);
    expect(JSON.stringify(logger.lines)).toContain(problem.replaceAll('"', '\\"'));
  });

  test('has its arguments checked by its schema, with places and likely names', async () => {
    const entry = await entryOf(toolOf('enqueue'));
    expect(entry.inputSchema).toMatchObject({ type: 'object', additionalProperties: false });
    expect(entry.inputSchema).not.toHaveProperty('$schema');
    expect(entry.parse({ queue: 'mail', count: 2 })).toEqual({ ok: true, value: { queue: 'mail', count: 2 } });
    expect(entry.parse({})).toEqual({ ok: false, problems: [{ path: 'queue', message: 'is required' }] });
    expect(entry.parse({ queue: 'mial' })).toEqual({
      ok: false,
      problems: [{ path: 'queue', message: 'must be one of "default", "mail"' }],
    });
    expect(entry.parse({ queue: 'mail', cuont: 1 })).toEqual({
      ok: false,
      problems: [{ path: 'cuont', message: 'unknown field; did you mean "count"?' }],
    });
  });

  test('accepts other fields only where its schema says so', async () => {
    const open = await entryOf(toolOf('a', { inputSchema: { type: 'object', properties: {}, additionalProperties: true } }));
    expect(open.parse({ anything: 1 })).toMatchObject({ ok: true });
    const pattern = await entryOf(
      toolOf('a', { inputSchema: { type: 'object', properties: {}, patternProperties: { '^x_': {} } } }),
    );
    expect(pattern.parse({ x_a: 1 })).toMatchObject({ ok: true });
  });

  test('has its answer checked where it says what it answers, and put into an object where it does not', async () => {
    const checked = await entryOf(
      toolOf('a', { outputSchema: { type: 'object', properties: { n: { type: 'number' } }, required: ['n'] } }),
    );
    expect(checked.checkOutput({ n: 1, more: true })).toEqual({ ok: true, value: { n: 1, more: true } });
    expect(checked.checkOutput({ n: 'one' })).toEqual({ ok: false, problems: [{ path: 'n', message: 'must be number' }] });
    const free = await entryOf(toolOf('a'));
    expect(free.checkOutput('text')).toEqual({ ok: true, value: { result: 'text' } });
    expect(free.checkOutput({ a: 1 })).toEqual({ ok: true, value: { a: 1 } });
  });
});

describe('a selection of a tool that a source would yield', () => {
  test('is refused while the source is known, and only noted while it is not', async () => {
    const logger = quietLog();
    const known = registryOf({
      plugins: [pluginOf({ id: 'p', source: { load: () => [toolOf('a')] } })],
      selection: { tools: ['b'] },
    });
    await expect(known).rejects.toThrow('the selection names the unknown tool "b"');
    const { source, change } = changingSource(fail);
    const registry = await registryOf({ plugins: [pluginOf({ id: 'p', source })], selection: { tools: ['b'] }, logger });
    expect(listedNames(registry, view)).toEqual([]);
    change(() => [toolOf('a'), toolOf('b')]);
    await expect.poll(() => listedNames(registry, view)).toEqual(['b']);
  });
});
