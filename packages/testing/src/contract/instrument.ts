import type {
  AnyConnection,
  AnyPrompt,
  AnyResource,
  AnyTool,
  Log,
  Plugin,
  SourceEntry,
  ToolSource,
} from '@lineclear/core/plugin';
import { recordingLog } from '../plugin/recording-log.ts';
import { watchedOpenHttp } from './instrument-http.ts';
import type { HandlerName, Journal } from './journal.ts';
import { keep } from './journal.ts';

/** A copy of a plugin that behaves the same, writes everything it does into the journal, and may take at most `deadlineMs` per handler. */
export const instrument = ({ plugin, journal, deadlineMs }: { plugin: Plugin; journal: Journal; deadlineMs: number }): Plugin => {
  const copies = new Map<AnyConnection, AnyConnection>();
  // One copy per connection: core tells connections apart by identity.
  const copyOf = (connection: AnyConnection | undefined): AnyConnection | undefined => {
    if (connection === undefined) return undefined;
    const copy = copies.get(connection) ?? watchedConnection({ connection, journal });
    copies.set(connection, copy);
    return copy;
  };
  return {
    ...plugin,
    tools: plugin.tools.map((tool): AnyTool => ({
      ...watchedEntry({ entry: tool, journal, deadlineMs }),
      connection: copyOf(tool.connection),
    })),
    resources: (plugin.resources ?? []).map((resource): AnyResource => ({
      ...resource,
      read: watchedHandler({ handler: 'read', subject: resource.name, work: resource.read, journal }),
      connection: copyOf(resource.connection),
    })),
    prompts: (plugin.prompts ?? []).map((prompt): AnyPrompt => ({
      ...prompt,
      render: watchedHandler({ handler: 'render', subject: prompt.name, work: prompt.render, journal }),
    })),
    ...(plugin.source !== undefined && { source: watchedSource({ source: plugin.source, journal, deadlineMs }) }),
  };
};

const watchedSource = ({
  source,
  journal,
  deadlineMs,
}: {
  source: ToolSource;
  journal: Journal;
  deadlineMs: number;
}): ToolSource => ({
  ...source,
  load: async (call) => {
    const entries = await source.load({ ...call, log: keptLog({ log: call.log, journal, subject: 'source' }) });
    return entries.map((entry) => watchedEntry({ entry, journal, deadlineMs }));
  },
});

const watchedEntry = <Entry extends AnyTool | SourceEntry>({
  entry,
  journal,
  deadlineMs,
}: {
  entry: Entry;
  journal: Journal;
  deadlineMs: number;
}): Entry => {
  const names = ['run', 'preview', 'execute', 'verify', 'reconcile', 'covering'] as const;
  const handlers = Object.entries(entry).flatMap(([name, work]) => {
    const handler = names.find((known) => known === name);
    return handler === undefined || typeof work !== 'function'
      ? []
      : [[handler, watchedHandler({ handler, subject: entry.name, work, journal })] as const];
  });
  return { ...entry, ...Object.fromEntries(handlers), deadlineMs };
};

// Handlers of every tool pass through here, so that their types are known only to the tool.
// oxlint-disable-next-line typescript/no-explicit-any
type Handler = (call: any) => any;

const watchedHandler =
  ({ handler, subject, work, journal }: { handler: HandlerName; subject: string; work: Handler; journal: Journal }): Handler =>
  (call) =>
    keep({
      journal,
      subject,
      handler,
      input: handler === 'render' ? call.args : call.input,
      idempotencyKey: call.idempotencyKey,
      work: () => work(handler === 'render' ? call : withKeptLog({ call, journal, subject })),
    });

// A proxy, because a call makes its members when they are read, from fields of its own.
const withKeptLog = ({ call, journal, subject }: { call: { readonly log: Log }; journal: Journal; subject: string }): object =>
  new Proxy(call, {
    get: (target, key) => (key === 'log' ? keptLog({ log: target.log, journal, subject }) : Reflect.get(target, key, target)),
  });

const watchedConnection = ({ connection, journal }: { connection: AnyConnection; journal: Journal }): AnyConnection => ({
  ...connection,
  connect: (call) =>
    connection.connect({
      ...call,
      log: keptLog({ log: call.log, journal, subject: connection.id }),
      http: call.mode === 'read' ? watchedOpenHttp({ open: call.http, journal }) : call.http,
    }),
});

const keptLog = ({ log, journal, subject }: { log: Log; journal: Journal; subject: string }): Log => {
  const lines = journal.logs.get(subject) ?? [];
  journal.logs.set(subject, lines);
  return recordingLog({ next: log, lines });
};
