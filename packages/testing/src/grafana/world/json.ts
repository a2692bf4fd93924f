/** Any JSON value as plain JSON of its own, so that no caller changes what is stored. */
export const copyOf = <Value>(value: Value): Value => structuredClone(value);
