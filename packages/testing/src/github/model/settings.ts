import type { JsonObject } from '@lineclear/core/plugin';
import type { SealingKey } from '../sealed/sealed-box.ts';

/** Something that is kept as it was sent, with who sent it and when. */
export interface KeptRecord {
  readonly id: number;
  readonly by: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  body: JsonObject;
}

export interface DeploymentRecord extends KeptRecord {
  readonly sha: string;
  readonly statuses: KeptRecord[];
}

export interface VariableRecord {
  readonly name: string;
  readonly createdAtMs: number;
  updatedAtMs: number;
  value: string;
}

export interface SecretRecord {
  readonly name: string;
  readonly value: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What belongs to a repository beside its code and its conversations. */
export interface RepositoryExtras {
  readonly environments: Map<string, KeptRecord>;
  /** By the name of the environment, which is empty for the repository itself, and the name in capitals: `/REGION`. */
  readonly variables: Map<string, VariableRecord>;
  /** By the same keys as variables. */
  readonly secrets: Map<string, SecretRecord>;
  /** What secrets are sealed for. */
  readonly sealingKey: SealingKey;
  readonly keys: Map<number, KeptRecord>;
  readonly hooks: Map<number, KeptRecord>;
  readonly deployments: Map<number, DeploymentRecord>;
  readonly releases: Map<number, KeptRecord>;
}
