import type { AnyConnection } from '../plugin/connection.ts';
import type { CallContext, ProfileInfo, Risk } from '../plugin/context.ts';
import type { JsonObject } from '../plugin/json.ts';
import type { Alias, Classification, Offered, Preview, Reconciled, Recovered } from '../plugin/tool.ts';

/** A JSON-Schema tool definition as `tools/list` carries it. */
export interface ToolDefinition {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonObject;
  readonly outputSchema?: JsonObject;
  readonly annotations: {
    readonly title: string;
    readonly readOnlyHint: boolean;
    readonly destructiveHint: boolean;
    /** Only of writes. */
    readonly idempotentHint?: boolean;
    /** True when absent. */
    readonly openWorldHint?: false;
  };
}

export type Parsed =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };
/** One thing wrong with a value: where (`tasks[3].name`, empty for the root) and what. */
export interface Problem {
  readonly path: string;
  readonly message: string;
}

/** What core adds to an author's arguments, taken off again before the author's schema sees them. */
export interface ControlArguments {
  readonly profile: string | undefined;
  readonly confirm: boolean;
  readonly ticket: string | undefined;
}

type EntryCall = CallContext & { readonly input: unknown; readonly reader: unknown };

export interface EntryFacts {
  /** Canonical, after the plugin's prefix. */
  readonly name: string;
  readonly plugin: string;
  readonly toolset: string;
  readonly title: string;
  readonly description: string;
  readonly connection: AnyConnection | undefined;
  readonly offered: Offered<unknown> | undefined;
  readonly aliases: readonly Alias[];
  /** SHA-256 over plugin version, name, description, schemas and risk. */
  readonly definitionHash: string;
  /** The author's schemas as JSON Schema, without what core adds. */
  readonly inputSchema: JsonObject;
  readonly outputSchema: JsonObject | undefined;
  /** Parses what is left after the control arguments; the author's schema decides, unknown fields are refused. */
  readonly parse: (args: JsonObject) => Parsed | Promise<Parsed>;
  /** Checks and shapes an answer. */
  readonly checkOutput: (value: unknown) => Parsed | Promise<Parsed>;
  readonly deadlineMs: (input: unknown) => number;
}
type Found = Reconciled | Recovered<unknown>;

export interface ReadEntry extends EntryFacts {
  readonly kind: 'read';
  readonly classify: ((call: { input: unknown; profile: ProfileInfo }) => Classification) | undefined;
  readonly run: (call: EntryCall) => unknown;
}
interface WriteFacts extends EntryFacts {
  readonly kind: 'write';
  readonly risk: Risk;
  readonly classify: ((call: { input: unknown; profile: ProfileInfo }) => Classification) | undefined;
  readonly execute: (
    call: CallContext & {
      readonly input: unknown;
      readonly writer: unknown;
      readonly guard: unknown;
      readonly idempotencyKey: string;
      readonly approver: string | undefined;
      readonly step: (name: string) => void;
    },
  ) => unknown;
  readonly verify: ((call: EntryCall & { readonly output: unknown }) => unknown) | undefined;
  readonly reconcile:
    | ((call: EntryCall & { readonly guard: unknown; readonly idempotencyKey: string }) => Found | Promise<Found>)
    | undefined;
}
/** A write that is previewed and confirmed. */
export interface PreviewedEntry extends WriteFacts {
  readonly coverage: undefined;
  readonly preview: (call: EntryCall) => Preview<unknown> | Promise<Preview<unknown>>;
}
/** A write that an executed plan of another write covers; its `guard` is the id of that plan. */
export interface CoveredEntry extends WriteFacts {
  readonly coverage: Coverage;
}
/** Which write covers another one, and how its plan is found. */
export interface Coverage {
  /** Canonical name of the covering write, of the same plugin and connection. */
  readonly by: string;
  /** The id of the plan that covers a call. */
  readonly covering: (call: EntryCall) => string | Promise<string>;
}
export type WriteEntry = PreviewedEntry | CoveredEntry;
/** A tool as the call path sees it, however it was made. */
export type ToolEntry = ReadEntry | WriteEntry;

/** Which tools a host offers. Filters hold in the call path, aliases included. */
export interface Selection {
  readonly readOnly?: boolean;
  /** Toolset ids, `plugin/toolset`, or group names; all when absent. */
  readonly toolsets?: readonly string[];
  /** Exactly these tools, together with `toolsets` when both are given. */
  readonly tools?: readonly string[];
  readonly excludeTools?: readonly string[];
  /** List tools under their first alias instead of the canonical name. */
  readonly names?: 'canonical' | 'original';
}

/** What one caller may see; derived from configuration, URL and token only. */
export interface View {
  readonly principal: string;
  /** The active profile. */
  readonly active: string;
  /** Every profile that reads may name, the active one first. */
  readonly profiles: readonly string[];
  readonly readOnly: boolean;
}

export interface Page {
  readonly tools: readonly ToolDefinition[];
  /** The text of `tools`, serialised once. */
  readonly json: string;
  /** Where the next page starts; absent on the last. */
  readonly nextCursor?: string;
}

/** A tool, and the older name under which it was asked for. */
export interface Named {
  readonly entry: ToolEntry;
  readonly alias: Alias | undefined;
}

export type Resolved =
  /** `choices` where one older name means several tools: the arguments decide. */
  | ({ readonly found: true; readonly choices?: readonly Named[] } & Named)
  /** `excluded`: it exists and the host's selection leaves it out. */
  | { readonly found: false; readonly excluded: boolean; readonly similar: readonly string[] };

/** Every tool of a composition: named, filtered, described. */
export interface Registry {
  /** Selected entries in listing order. */
  readonly entries: readonly ToolEntry[];
  /** By canonical name, alias, or alias prefix + canonical name. */
  resolve(name: string): Resolved;
  /** Cached per view; pages of at most 1,000 tools in a deterministic order. */
  pages(view: View): readonly Page[];
  /** Calls back after a plugin's source changed the table. */
  onChange(listener: () => void): () => void;
  close(): void;
}
