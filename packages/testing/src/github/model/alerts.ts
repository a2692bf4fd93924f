import type { JsonObject } from '@lineclear/core/plugin';

export type AlertKind = 'code-scanning' | 'dependabot' | 'secret-scanning';

export interface AlertRecord {
  readonly number: number;
  readonly createdAtMs: number;
  /** What the API shows of it, apart from its number and addresses. */
  body: JsonObject;
}
