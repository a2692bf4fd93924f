import { isDeepStrictEqual } from 'node:util';
import type { CallAnswer } from '@lineclear/core';
import type { JsonObject, Plugin } from '@lineclear/core/plugin';
import type { StartedPlugin } from '../plugin/start-plugin.ts';
import { startPlugin } from '../plugin/start-plugin.ts';
import type { TestClock } from '../plugin/test-clock.ts';
import { testClock } from '../plugin/test-clock.ts';
import { isUnsafe } from './declared-safe.ts';
import { instrument } from './instrument.ts';
import type { HandlerName, HandlerRun, Journal } from './journal.ts';
import { createJournal } from './journal.ts';
import type { ContractBackend, ContractOptions, Example } from './options.ts';
import type { Finding } from './rules.ts';
import { connectionsOf } from './secret-watch.ts';

/** A fresh backend with the plugin composed in front of it, and a record of what happens. */
export interface Stage<Backend extends ContractBackend = ContractBackend> {
  readonly backend: Backend;
  readonly started: StartedPlugin;
  readonly journal: Journal;
  readonly clock: TestClock;
  /** Every answer that was given on this stage. */
  readonly answers: { readonly subject: string; readonly answer: CallAnswer }[];
  /** Brings about what an example needs, and yields its arguments. */
  prepare(example: Example<Backend>): Promise<JsonObject>;
  /** Calls as the tester, or as somebody else. */
  call(tool: string, args: JsonObject, as?: string): Promise<CallAnswer>;
  /** The runs of one handler so far. */
  runs(subject: string, handler: HandlerName): readonly HandlerRun[];
  /** Remembers the wire and the backend's state as they are now; `since` says what came that a reader may not do. */
  mark(): Promise<{ since: (subject: string, doing: string) => Promise<readonly Finding[]> }>;
  close(): Promise<void>;
}

/** Sets a stage; close it when the check is done. */
export const setStage = async <Backend extends ContractBackend>(options: ContractOptions<Backend>): Promise<Stage<Backend>> => {
  const backend = await options.backend();
  const journal = createJournal((current) => [
    ...unsafeOf(backend, current),
    ...Object.entries(backend.commands ?? {}).flatMap(([id, list]) => undeclaredOf({ plugin: options.plugin, id, sent: list() })),
  ]);
  const clock = testClock();
  const deadlineMs = options.deadlineMs ?? 10_000;
  const started = await startPlugin({
    plugin: instrument({ plugin: options.plugin, journal, deadlineMs }),
    connections: backend.connections,
    clock,
    limits: { readMs: deadlineMs, executeMs: deadlineMs },
  }).catch(async (error: unknown) => {
    await backend.close?.();
    throw error;
  });
  const answers: Stage['answers'] = [];
  return {
    backend,
    started,
    journal,
    clock,
    answers,
    prepare: async ({ arrange, before, input }) => {
      await arrange?.(backend);
      return { ...input, ...(await before?.(started)) };
    },
    call: async (tool, args, as) => {
      const answer = await (as === undefined ? started.answer(tool, args) : answerTo({ started, tool, args, principal: as }));
      answers.push({ subject: tool, answer });
      return answer;
    },
    runs: (subject, handler) => journal.runs.filter((run) => run.subject === subject && run.handler === handler),
    mark: () => mark({ backend, journal, plugin: options.plugin, started }),
    close: async () => {
      await started.close();
      await backend.close?.();
    },
  };
};

const answerTo = ({
  started: { composition, caller },
  tool,
  args,
  principal,
}: {
  started: StartedPlugin;
  tool: string;
  args: JsonObject;
  principal: string;
}): Promise<CallAnswer> =>
  composition.path.call({
    tool,
    args,
    caller: { ...caller, principal: { id: principal } },
    asking: { mode: 'none' },
    signal: new AbortController().signal,
  });

const mark = async ({
  backend,
  journal,
  plugin,
  started,
}: {
  backend: ContractBackend;
  journal: Journal;
  plugin: Plugin;
  started: StartedPlugin;
}) => {
  const sent = unsafeOf(backend, journal).length;
  const commands = Object.fromEntries(Object.entries(backend.commands ?? {}).map(([id, list]) => [id, list().length]));
  // What the plugin itself keeps is state too.
  const stateNow = async () => ({
    backend: await backend.state?.(),
    kept: await started.composition.store.listState(`${plugin.id}/${started.caller.profile}`, {}),
  });
  const before = await stateNow();
  const since = async (subject: string, doing: string): Promise<readonly Finding[]> => {
    const findings: Finding[] = [];
    const unsafe = unsafeOf(backend, journal).slice(sent);
    if (unsafe.length > 0) findings.push({ rule: 'sends_unsafe', subject, message: `${doing} sends ${unsafe.join(', ')}.` });
    const undeclared = Object.entries(backend.commands ?? {}).flatMap(([id, list]) =>
      undeclaredOf({ plugin, id, sent: list().slice(commands[id]) }),
    );
    if (undeclared.length > 0)
      findings.push({ rule: 'sends_undeclared', subject, message: `${doing} sends ${[...new Set(undeclared)].join(', ')}.` });
    const after = await stateNow();
    // What was sent explains the change; one finding for one defect.
    if (findings.length === 0 && !isDeepStrictEqual(before, after)) {
      findings.push({ rule: 'changes_state', subject, message: `${doing} changes what the backend or the plugin keeps.` });
    }
    return findings;
  };
  return { since };
};

const unsafeOf = ({ http = [] }: ContractBackend, journal: Journal): readonly string[] =>
  http
    .flatMap(({ requests }) => requests)
    .filter((request) => isUnsafe(request, journal))
    .map(({ method, url }) => `${method} ${url}`);

const undeclaredOf = ({ plugin, id, sent }: { plugin: Plugin; id: string; sent: readonly string[] }): readonly string[] => {
  const declared = connectionsOf(plugin).find((connection) => connection.id === id)?.readerCommands ?? [];
  const known = new Set(declared.map((command) => command.toUpperCase()));
  return sent.filter((command) => !known.has(command.toUpperCase()));
};
