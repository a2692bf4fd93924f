import type { Clock, Log, Tier } from './context.ts';
import type { DefaultRule } from './default-rule.ts';
import type { AnyPrompt } from './prompt.ts';
import type { AnyResource } from './resource.ts';
import type { ToolSource } from './source.ts';
import type { AnyTool } from './tool.ts';

type Awaitable<Value> = Value | Promise<Value>;

/** One environment that an importer found. */
export interface FoundProfile {
  /** Left out where nothing says how much it matters: it counts as production then. */
  readonly tier?: Tier;
  readonly writes?: 'confirm' | 'off';
  /**
   * Settings by the connection's id. A {@link Secret} among them is kept in a file of its own, which the configuration refers to.
   * A text is taken as it stands: `${env:NAME}` in it is a reference, and `$${` a literal `${`.
   */
  readonly connections: Readonly<Record<string, unknown>>;
}

export interface Found {
  /** For the profile `local` that every `init` writes. */
  readonly connections?: FoundProfile['connections'];
  /** Whole environments by their name; written only where the user asks for them with `init --from-<id> [file]`. */
  readonly profiles?: Readonly<Record<string, FoundProfile>>;
  /** Which of the profiles is active at first. */
  readonly default?: string;
  /** What a person should know about it; every line stands for itself. Never a secret. */
  readonly note: string;
}

/** Finds what `init` can configure by itself; it reads and never asks a network. */
export interface Importer {
  /** [a-z0-9-]; names the option `--from-<id>`. */
  readonly id: string;
  readonly title: string;
  readonly find: (call: {
    readonly cwd: string;
    readonly home: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** The file that the user named, absolute: the only one to look at. */
    readonly file?: string | undefined;
    /** The text of a file, or `undefined` when there is none. */
    readonly readFile: (path: string) => Promise<string | undefined>;
  }) => Awaitable<Found | undefined>;
}

export interface Toolset {
  readonly title: string;
  /** One sentence for the generated instructions: what this toolset is for. */
  readonly use: string;
  /** Where its tools act, such as `this machine` or `GitHub`: the instructions say `Toolsets on GitHub:`, and that nothing acts elsewhere. */
  readonly place?: string;
}

export interface PluginSpec {
  /** [a-z0-9-]; names the plugin in policies (`devops/workspace`) and in the audit trail. */
  readonly id: string;
  readonly title: string;
  /** Part of every definition hash: a new version asks for a new preview. */
  readonly version: string;
  /** Every toolset that the tools name. */
  readonly toolsets: Readonly<Record<string, Toolset>>;
  /** Names for several toolsets, selectable like one. */
  readonly groups?: Readonly<Record<string, readonly string[]>>;
  readonly tools: readonly AnyTool[];
  /** Rules for these tools that hold where the configuration's own rules do not decide. */
  readonly policy?: readonly DefaultRule[];
  readonly source?: ToolSource;
  readonly prompts?: readonly AnyPrompt[];
  readonly resources?: readonly AnyResource[];
  /** Prefixes under which every tool also answers, such as `mcp_grafana_`. */
  readonly aliasPrefixes?: readonly string[];
  readonly importers?: readonly Importer[];
  /** Runs once after composition and before the first call. */
  readonly start?: (call: { readonly log: Log; readonly clock: Clock }) => Awaitable<void>;
  readonly stop?: () => Awaitable<void>;
}
export type Plugin = PluginSpec;

/** Makes a plugin: a plain value, inert on import. The tool list is its table of contents. */
export const definePlugin = (spec: PluginSpec): Plugin => spec;
