import type { JsonObject, JsonValue } from '../../json/json-value.ts';

/** Something that was changed in a dashboard, or that only its author can change (`before` and `after` are then the same). */
export interface DashboardFinding {
  readonly code: string;
  /** A JSON path, such as `$.panels[2].type`, in the dashboard before the change. */
  readonly path: string;
  readonly message: string;
  readonly before: JsonValue | undefined;
  readonly after: JsonValue | undefined;
}

/** What a step makes of something, and why. */
export interface Outcome<Value = JsonObject> {
  readonly value: Value;
  readonly findings: readonly DashboardFinding[];
}

export const unchanged = <Value>(value: Value): Outcome<Value> => ({ value, findings: [] });

/** Several steps, one after the other. */
export const inTurn = <Value>(value: Value, steps: readonly ((value: Value) => Outcome<Value>)[]): Outcome<Value> =>
  steps.reduce<Outcome<Value>>((done, step) => {
    const next = step(done.value);
    return { value: next.value, findings: [...done.findings, ...next.findings] };
  }, unchanged(value));

/** One step for each item of a list. */
export const each = <Value>(
  items: readonly Value[],
  step: (item: Value, index: number) => Outcome<Value>,
): Outcome<readonly Value[]> => {
  const outcomes = items.map(step);
  return { value: outcomes.map(({ value }) => value), findings: outcomes.flatMap(({ findings }) => findings) };
};
