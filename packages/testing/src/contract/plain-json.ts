import { Secret } from '@lineclear/core/plugin';

/**
 * Says where a value is not plain JSON (`$.when is a Date`), or `undefined`. Absent optional fields may be `undefined`.
 * `secrets` allows Secret values, which inputs may carry.
 */
export const plainJsonProblem = (value: unknown, { secrets = false, path = '$' } = {}): string | undefined => {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== 'object') return `${path} is ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  if (Secret.is(value)) return secrets ? undefined : `${path} is a Secret`;
  if (Array.isArray(value))
    return firstProblem(value.map((item, index) => plainJsonProblem(item, { secrets, path: `${path}[${index}]` })));
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `${path} is a ${value.constructor?.name ?? 'class instance'}`;
  return firstProblem(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .map(([key, inner]) => plainJsonProblem(inner, { secrets, path: `${path}.${key}` })),
  );
};

const firstProblem = (problems: readonly (string | undefined)[]): string | undefined =>
  problems.find((problem) => problem !== undefined);
