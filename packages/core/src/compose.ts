import { randomUUID } from 'node:crypto';
import { createAuditTrail } from './audit/create-audit-trail.ts';
import type { AuditTrail } from './audit/types.ts';
import { builtinPlugin } from './builtin/plugin.ts';
import { type AbsentTools, createAbsentTools } from './calls/absent-tools.ts';
import { createPresenter } from './calls/answers.ts';
import type { CallDependencies } from './calls/call-dependencies.ts';
import { createCallPath } from './calls/create-call-path.ts';
import type { CallPath } from './calls/path.ts';
import { recoverAll, type Recovered } from './calls/recovery.ts';
import type { CallAnswer, CallRequest, Caller } from './calls/types.ts';
import { checkNames, pluginRules } from './check-names.ts';
import { type ComposeOptions, defaultLimits } from './compose-options.ts';
import { decidePlan, describePending, listPending, type Pending } from './confirm/approvals.ts';
import { connectionsOf, loadPlugins } from './registry/deferred-plugin.ts';
import { createConnectionPool } from './connections/pool.ts';
import { secretFilesOf } from './connections/secret-files.ts';
import type { ConnectionPool } from './connections/types.ts';
import { createOpenHttp } from './http/open-http.ts';
import { redactingLog } from './profiles/redacting-log.ts';
import type { Clock, Log } from './plugin/context.ts';
import { LineclearError } from './plugin/errors.ts';
import type { Plugin } from './plugin/plugin.ts';
import { createPolicy } from './policy/policy.ts';
import { createRateLimit } from './policy/rate.ts';
import { loadProfiles } from './profiles/check-profiles.ts';
import { createRedactor } from './profiles/redactor.ts';
import { secretsOf } from './profiles/secrets-of.ts';
import type { ConfigIssue, Profile } from './profiles/types.ts';
import { place } from './registry/placed.ts';
import { createRegistry } from './registry/create-registry.ts';
import type { Registry, ToolDefinition, ToolEntry } from './registry/types.ts';
import { listedQuestion } from './calls/judge.ts';
import { listingPolicy } from './calls/listing.ts';
import { memoryStore } from './store/memory.ts';
import type { Approval } from './store/plan.ts';
import type { Store } from './store/store.ts';
import type { DoorOptions, HttpDoor } from './mcp/http/door.ts';
import type { MountOptions, Mounted } from './mcp/mount/mount.ts';
import type { ServeStdioOptions, StdioConnection } from './mcp/stdio/serve-stdio.ts';

/** A running composition: the call path and the doors to it. */
export interface Composition {
  readonly path: CallPath;
  readonly registry: Registry;
  /** Tells of a tool that the registry does not know whether a plugin that was not loaded has it. */
  readonly absent: AbsentTools;
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly connections: ConnectionPool;
  readonly audit: AuditTrail;
  readonly store: Store;
  /** One sentence about which rule of policy decides whether a tool is listed, before the class and the targets of a call are known. */
  explainPolicy(asked: { entry: ToolEntry; profile: Profile; principal: string }): string;
  /** Every tool that this caller may see, as `tools/list` shows it. */
  tools(caller: Caller): readonly ToolDefinition[];
  call(request: CallRequest): Promise<CallAnswer>;
  /** The HTTP door for `/mcp` and `/mcp/<profile>`, for a node:http server. */
  mcpHandler(options: Omit<DoorOptions, 'path' | 'logger'>): Promise<HttpDoor>;
  /** Serves one client on stdin and stdout. */
  serveStdio(options: Omit<ServeStdioOptions, 'path' | 'logger'>): Promise<StdioConnection>;
  /** Adds the tools to an existing McpServer of the SDK's version 1 or 2. */
  mount(server: unknown, options: Omit<MountOptions, 'path' | 'logger'>): Promise<Mounted>;
  /** For people outside the model's reach: what waits, and their signed decisions. */
  readonly approvals: {
    list(): Promise<readonly Pending[]>;
    describe(ticket: string): Promise<Pending>;
    decide(approval: Approval): Promise<void>;
  };
  /** Ends expired plans and plans whose holder stopped; also runs at start and once per lease. */
  recover(): Promise<Recovered>;
  /** Stops plugins, closes connections and doors' streams, writes what is queued; the store stays open when it was given. */
  close(): Promise<void>;
}

/** Puts plugins, profiles and a store together. Refuses with `invalid_input` what cannot work, before anything runs. */
export const compose = async (options: ComposeOptions): Promise<Composition> => {
  const clock = options.clock ?? systemClock;
  const limits = { ...defaultLimits, ...options.limits };
  const store = options.store ?? memoryStore();
  const approveCommand = options.approveCommand ?? 'lineclear approve';
  const selection = options.selection ?? {};
  const loaded = await loadPlugins({ plugins: options.plugins, config: options.profiles, selection });
  const connections = connectionsOf(loaded.plugins);
  const profiles = loadProfiles({ config: options.profiles, connections });
  const redactor = createRedactor({ secrets: [...(options.profiles.secrets ?? []), ...secretsInProfiles(profiles)] });
  const log = redactingLog({ log: options.logger ?? silent, redactor });
  const policy = createPolicy({ rules: options.profiles.policy ?? [], defaults: pluginRules(loaded.plugins) });
  refuseNames(checkNames({ config: options.profiles, plugins: loaded.plugins }));
  const trail = createAuditTrail({ store, clock, logger: log, anchor: options.anchor, hook: options.hooks?.audit });
  const version = options.version ?? '0.0.0';
  const builtin = builtinPlugin({
    version,
    profiles,
    pool: () => pool,
    store,
    trail,
    clock,
    approveCommand,
    origin: options.profiles.origin ?? 'built in',
  });
  const registry = await createRegistry({
    plugins: [...loaded.plugins, builtin],
    selection,
    profiles,
    allows: listingPolicy(policy),
    logger: log,
    clock,
    limits,
  });
  const folder = options.profiles.folder ?? process.cwd();
  const pool: ConnectionPool = createConnectionPool({
    connections,
    profiles,
    openHttp: (mode) => createOpenHttp({ mode, clock, logger: log, redactor, retryPauseMs: limits.retryPauseMs }),
    clock,
    logger: log,
    redactor,
    protectedPaths: [...(options.protectedPaths ?? []), ...secretFilesOf({ connections, profiles, folder })],
    folder,
  });
  const presenter = createPresenter({
    redactor,
    limit: limits.answerBytes,
    onDefect: (error) => log.error({ error }, 'a call met a defect'),
  });
  const parts: CallDependencies = {
    registry,
    absent: createAbsentTools({ absent: loaded.absent, log }),
    profiles,
    policy,
    rate: createRateLimit({ callsPerSecond: limits.callsPerSecond, clock }),
    pool,
    store,
    trail,
    redactor,
    presenter,
    confirm: {
      store,
      trail,
      clock,
      log,
      instance: options.instance ?? randomUUID(),
      approvers: options.approvers ?? [],
      approveCommand,
      present: presenter.present,
      hide: (value) => redactor.value(value),
      running: new Set(),
      held: new Map(),
      limits,
    },
    clock,
    log,
    observe: options.hooks?.call,
    limits,
  };
  const askTimes = { askMs: limits.askMs };
  const name = options.name ?? 'lineclear';
  const path = createCallPath({
    info: { name, title: options.title ?? name, version },
    plugins: loaded.plugins,
    parts,
    readMs: limits.readMs,
  });
  const plugins = loaded.plugins.map((entry) => place(entry).plugin);
  for (const plugin of plugins) await plugin.start?.({ log, clock });
  const recover = () => recoverAll(parts);
  const stopSweeping = sweep({ recover, log, everyMs: limits.leaseMs });
  return {
    path,
    registry,
    absent: parts.absent,
    profiles,
    connections: pool,
    audit: trail,
    store,
    explainPolicy: (asked) => policy.explain(listedQuestion(asked)),
    tools: (caller) => path.tools(caller).flatMap((page) => page.tools),
    call: (request) => path.call(request),
    mcpHandler: async (door) => (await import('./mcp/http/door.ts')).createHttpDoor({ askTimes, ...door, path, logger: log }),
    serveStdio: async (stdio) =>
      (await import('./mcp/stdio/serve-stdio.ts')).serveStdio({ askTimes, ...stdio, path, logger: log }),
    mount: async (server, mounting) =>
      (await import('./mcp/mount/mount.ts')).mount(server, { askTimes, ...mounting, path, logger: log }),
    approvals: {
      list: () => listPending(parts.confirm),
      describe: (ticket) => describePending({ ticket, parts: parts.confirm }),
      decide: (approval) => decidePlan({ approval, parts: parts.confirm }),
    },
    recover,
    close: async () => {
      stopSweeping();
      // Whoever has left: a write that began is ended by its outcome or by its own deadline.
      while (parts.confirm.running.size > 0) await Promise.allSettled(parts.confirm.running);
      registry.close();
      for (const plugin of plugins) await stop({ plugin, log });
      await pool.close();
      await trail.close();
      if (options.store === undefined) await store.close();
    },
  };
};

const systemClock: Clock = { now: () => Date.now() };

const nothing = (): void => {};
const silent: Log = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const refuseNames = (issues: readonly ConfigIssue[]): void => {
  if (issues.length === 0) return;
  const lines = issues.map((issue) => `${issue.path.join('.')}: ${issue.message} ${issue.hint}`);
  throw new LineclearError('invalid_input', `The configuration names what does not exist.\n${lines.join('\n')}`, {
    hint: 'Correct every line of the list, then start again.',
    details: { reason: 'configuration', issues },
  });
};

const secretsInProfiles = (profiles: ReadonlyMap<string, Profile>): readonly string[] =>
  [...profiles.values()].flatMap((profile) => [...profile.connections.values()].flatMap((settings) => secretsOf(settings)));

const stop = async ({ plugin, log }: { plugin: Plugin; log: Log }): Promise<void> => {
  try {
    await plugin.stop?.();
  } catch (error) {
    log.error({ plugin: plugin.id, error }, 'a plugin failed to stop');
  }
};

// A store that is busy or broken is reported by every call that needs it; the sweep only has to try again.
const sweep = ({ recover, log, everyMs }: { recover: () => Promise<Recovered>; log: Log; everyMs: number }): (() => void) => {
  const run = () => {
    recover().catch((error: unknown) => log.warn({ error }, 'unfinished plans could not be looked through'));
  };
  const first = setTimeout(run, 0).unref();
  const timer = setInterval(run, everyMs).unref();
  return () => {
    clearTimeout(first);
    clearInterval(timer);
  };
};
