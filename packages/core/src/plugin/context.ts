import type { JsonObject, JsonValue } from './json.ts';

/** How much an environment matters; an unknown one counts as production. */
export type Tier = 'development' | 'staging' | 'production';
/** The worst that a write can do: add something, change it in a way that can be undone, or lose something. */
export type Risk = 'additive' | 'reversible' | 'destructive';
/** Who decided: the model alone, a person through the model's client, a person outside the model's reach. */
export type Assurance = 'model' | 'client' | 'human';

export interface ProfileInfo {
  readonly name: string;
  readonly tier: Tier;
}

/** Who calls: a token's name over HTTP, the operating-system user over stdio. */
export interface Principal {
  readonly id: string;
}

/** Structured logging; fields first, never values of secret type. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

/** A small durable key-value store of one plugin in one profile: ledgers and local records. */
export interface PluginState {
  get(key: string): Promise<JsonValue | undefined>;
  set(key: string, value: JsonValue): Promise<void>;
  /** Sets it only where nothing is, in one step for every process on the store; false when something was. */
  create(key: string, value: JsonValue): Promise<boolean>;
  delete(key: string): Promise<boolean>;
  /** In key order. */
  list(query?: { prefix?: string; limit?: number }): Promise<readonly { key: string; value: JsonValue }[]>;
}

/** The recorded events of this plugin's own tools in this profile, newest first. */
export interface PluginAudit {
  query(query?: { tool?: string; planId?: string; since?: number; limit?: number }): Promise<readonly JsonObject[]>;
}

export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** What every handler receives beside its input. */
export interface CallContext {
  readonly profile: ProfileInfo;
  readonly principal: Principal;
  /** Aborts when the caller leaves (reads and previews) or when the deadline passes. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  readonly log: Log;
  readonly clock: Clock;
  readonly audit: PluginAudit;
  readonly state: PluginState;
  /**
   * Calls another tool through the same path (policy, preview, audit) as the same principal and profile, and yields its structured answer.
   * Errors are thrown as LineclearError. From `run` and `preview` a write can only be previewed, never confirmed.
   */
  readonly call: (tool: string, args: JsonObject) => Promise<JsonObject>;
}
