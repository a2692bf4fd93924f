import type { Assurance, Risk, Tier } from '../plugin/context.ts';
import type { Rule } from '../policy/types.ts';

/** One environment as configured; `connections` holds the raw entries by connection id. */
export interface ProfileConfig {
  readonly tier?: Tier;
  /** `confirm` when absent. */
  readonly writes?: 'confirm' | 'off';
  /** The assurance per risk; may only be stricter than the default (additive, reversible: model; destructive: client). */
  readonly approval?: Partial<Record<Risk, Assurance>>;
  /** Canonical names of write tools that run without a preview; refused for production and where a person is needed. */
  readonly direct?: readonly string[];
  readonly connections: Readonly<Record<string, unknown>>;
}

/** What `compose` takes: every reference to a secret already resolved. */
export interface ProfilesConfig {
  readonly default: string;
  readonly profiles: Readonly<Record<string, ProfileConfig>>;
  readonly policy?: readonly Rule[];
  /** Clear texts that references resolved to; redaction hides them everywhere. */
  readonly secrets?: readonly string[];
  /** Where this came from, for `connection_status`: a file's path, or `built in`. */
  readonly origin?: string;
  /** The folder that relative paths in profiles mean; the working directory when absent. */
  readonly folder?: string;
}

/** A checked profile. `connections` holds parsed settings by connection id. */
export interface Profile {
  readonly name: string;
  readonly tier: Tier;
  readonly writes: 'confirm' | 'off';
  readonly approval: Readonly<Record<Risk, Assurance>>;
  readonly direct: ReadonlySet<string>;
  readonly connections: ReadonlyMap<string, unknown>;
}

/** One thing wrong with a configuration; the host turns `path` into a line. */
export interface ConfigIssue {
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly hint: string;
}
