import type { JsonObject, JsonValue } from '../json/json-value.ts';

/** Something that was changed in a rule, or that only its author can change (`before` and `after` are then the same). */
export interface RuleFinding {
  readonly code: string;
  /** A JSON path in the rule, such as `$.data[0].relativeTimeRange`. */
  readonly path: string;
  readonly message: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

export interface RuleOutcome {
  readonly rule: JsonObject;
  readonly findings: readonly RuleFinding[];
}
