import type { ErrorCode, JsonObject, Plugin } from '@lineclear/core/plugin';
import type { FakeHttp } from '../http/fake-http.ts';
import type { StartedPlugin } from '../plugin/start-plugin.ts';

type Awaitable<Value> = Value | Promise<Value>;

/** The fake or real backends that a plugin is checked against. */
export interface ContractBackend {
  /** Raw settings by connection id, as a profile has them. Use `secretMarker` where a secret stands. */
  readonly connections: Readonly<Record<string, unknown>>;
  /** The HTTP backends: what they receive is watched, and they are made to fail. */
  readonly http?: readonly FakeHttp[];
  /** For connections that are not HTTP: every command that the backend has received so far, by connection id. */
  readonly commands?: Readonly<Record<string, () => readonly string[]>>;
  /** The state of the backend as JSON; compared around reads and previews. */
  readonly state?: () => Awaitable<unknown>;
  readonly close?: () => Awaitable<void>;
}

/** One call of a tool that the contract makes. */
export interface Example<Backend extends ContractBackend = ContractBackend> {
  readonly input: JsonObject;
  /** Prepares the backend. */
  readonly arrange?: (backend: Backend) => Awaitable<void>;
  /** Calls other tools of the plugin first, such as the write that covers this one; the fields that it yields are added to `input`. */
  readonly before?: (started: StartedPlugin) => Awaitable<JsonObject | void>;
  /** Changes what the guard watches, so that a confirmation must answer `stale`. `false`: there is nothing to watch. */
  readonly drift?: ((backend: Backend) => Awaitable<void>) | false;
  /** The error that this call must answer; it succeeds when absent. */
  readonly error?: ErrorCode;
}

export interface ContractOptions<Backend extends ContractBackend = ContractBackend> {
  readonly plugin: Plugin;
  /** The plugin's module, loaded in a process of its own: `new URL('../src/index.ts', import.meta.url)`. */
  readonly module: URL;
  /** Starts a fresh backend; called several times for each tool. `() => ({ connections: {} })` for a plugin without connections. */
  readonly backend: () => Awaitable<Backend>;
  /** By tool name. */
  readonly examples: Readonly<Record<string, Example<Backend> | readonly Example<Backend>[]>>;
  /** Arguments for each prompt, by its name. */
  readonly prompts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** A URI to read for each resource template, by the resource's name. */
  readonly resources?: Readonly<Record<string, string>>;
  /** Tokens of one definition without its output schema: 200 on average and 600 for one when absent. */
  readonly tokens?: { readonly average?: number; readonly each?: number };
  /** The longest any handler may take here; 10,000 ms when absent. */
  readonly deadlineMs?: number;
}

/** Stands for a secret in connection settings and inputs; must never be seen again. */
export const secretMarker = 'lineclear-contract-secret-5f0c1d9e7b3a48d2';
