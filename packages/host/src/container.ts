import 'reflect-metadata';
import {
  type Anchor,
  type Approver,
  type AuditHook,
  type AuditTrail,
  compose,
  type Composition,
  createAuditTrail,
  fileAnchor,
  mirror,
  sqliteStore,
  type Store,
  syslogAnchor,
} from '@lineclear/core';
import { container as root, type DependencyContainer, instancePerContainerCachingFactory } from 'tsyringe';
import { loadApprovers } from './approvers/key-folder.ts';
import { TokenBook } from './auth/token-book.ts';
import { findConfig, isChosen } from './config/find-config.ts';
import { findFolders, makePrivateFolder } from './config/folders.ts';
import { builtInConfig, type HostConfig, loadConfig } from './config/load-config.ts';
import { protectedPaths } from './config/protected-paths.ts';
import { requireTrust } from './config/trust.ts';
import { selectionOf } from './flags.ts';
import { commandOf } from './host-spec.ts';
import { createLogger, logLevelOf } from './logger.ts';
import { createMetrics, type Metrics } from './metrics/metrics.ts';
import type { Parts, PartsOptions } from './parts.ts';

declare const held: unique symbol;
// tsyringe's own symbol tokens resolve to unknown.
type Token<Value> = symbol & { readonly [held]?: Value };
const token = <Value>(name: string): Token<Value> => Symbol(name);

const CONFIG = token<Promise<HostConfig>>('config');
const STORE = token<Promise<Store>>('store');
const ANCHOR = token<Promise<Anchor>>('anchor');
const MIRROR = token<Promise<AuditHook | undefined>>('mirror');
const TRAIL = token<Promise<AuditTrail>>('trail');
const TOKENS = token<Promise<TokenBook>>('tokens');
const APPROVERS = token<Promise<readonly Approver[]>>('approvers');
const METRICS = token<Promise<Metrics>>('metrics');
const COMPOSITION = token<Promise<Composition>>('composition');

/** The one place where parts meet: how each is made, from which others. */
export const createParts = (options: PartsOptions): Parts => {
  const { spec, surroundings, flags } = options;
  const folders = findFolders(surroundings);
  const log = createLogger({
    output: surroundings.stderr,
    level: logLevelOf({ value: surroundings.env['LINECLEAR_LOG'], otherwise: options.logLevel }),
    name: spec.name,
  });
  const container = root.createChildContainer();
  const closers: (() => Promise<void>)[] = [];
  const get = <Value>(wanted: Token<Value>): Value => container.resolve<Value>(wanted);
  const provide = <Value>(offered: Token<Value>, make: (container: DependencyContainer) => Value): void => {
    container.register<Value>(offered, { useFactory: instancePerContainerCachingFactory(make) });
  };

  provide(CONFIG, async () => {
    const path = await findConfig({ named: flags.config, surroundings, folders });
    const { plugins } = spec;
    if (path === undefined) return builtInConfig({ plugins, cwd: surroundings.cwd });
    // Whoever unpacks a project and starts a server in its folder has not agreed to what its files say.
    const isAgreed = isChosen({ path, named: flags.config, surroundings, folders });
    const accept = (text: string) => requireTrust({ path, text, folders, spec, surroundings });
    return loadConfig({ path, plugins, surroundings, ...(isAgreed ? {} : { accept }) });
  });
  provide(STORE, async () => {
    await makePrivateFolder(folders.state);
    const store = await sqliteStore({ folder: folders.state });
    closers.push(() => store.close());
    return store;
  });
  provide(ANCHOR, async () => {
    const { anchor } = await get(CONFIG);
    return anchor === 'syslog' ? syslogAnchor() : fileAnchor(anchor ?? folders.anchorFile);
  });
  provide(MIRROR, async () => {
    const { mirror: path } = await get(CONFIG);
    return path === undefined ? undefined : mirror(path);
  });
  provide(TRAIL, async () => {
    const [store, anchor, hook] = await Promise.all([get(STORE), get(ANCHOR), get(MIRROR)]);
    const trail = createAuditTrail({ store, clock: surroundings.clock, logger: log, anchor, hook });
    closers.push(() => trail.close());
    return trail;
  });
  provide(TOKENS, async () => new TokenBook({ store: await get(STORE), now: () => surroundings.clock.now() }));
  provide(APPROVERS, () => loadApprovers(folders.approvers));
  provide(METRICS, () => createMetrics({ version: spec.version }));
  provide(COMPOSITION, async () => {
    const config = await get(CONFIG);
    const [store, anchor, hook, approvers] = await Promise.all([get(STORE), get(ANCHOR), get(MIRROR), get(APPROVERS)]);
    const metrics = options.withMetrics === true ? await get(METRICS) : undefined;
    const composition = await compose({
      name: spec.name,
      ...(spec.title === undefined ? {} : { title: spec.title }),
      version: spec.version,
      plugins: spec.plugins,
      profiles: config.profiles,
      store,
      approvers,
      anchor,
      hooks: {
        ...(metrics === undefined && hook === undefined ? {} : { audit: joined([metrics?.hear, hook]) }),
        ...(metrics === undefined ? {} : { call: metrics.observe }),
      },
      logger: log,
      clock: surroundings.clock,
      selection: selectionOf({ flags, readOnly: spec.readOnly === true }),
      protectedPaths: protectedPaths({ folders, config, cwd: surroundings.cwd }),
      approveCommand: `${commandOf({ spec, surroundings })} approve`,
    });
    closers.push(() => composition.close());
    return composition;
  });

  return {
    spec,
    surroundings,
    flags,
    folders,
    log,
    config: () => get(CONFIG),
    store: () => get(STORE),
    anchor: () => get(ANCHOR),
    trail: () => get(TRAIL),
    tokens: () => get(TOKENS),
    approvers: () => get(APPROVERS),
    metrics: () => get(METRICS),
    composition: () => get(COMPOSITION),
    close: async () => {
      for (const close of closers.toReversed()) await close();
      await log.close();
    },
  };
};

const joined =
  (hooks: readonly (AuditHook | undefined)[]): AuditHook =>
  async (events) => {
    for (const hook of hooks) await hook?.(events);
  };
