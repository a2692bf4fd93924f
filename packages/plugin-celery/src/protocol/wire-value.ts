/**
 * A JSON value as Python writes it: beside JSON's own values it may hold integers beyond 2^53 (as `bigint`) and the numbers
 * `NaN`, `Infinity` and `-Infinity`. Kombu's typed values stay the objects that they are on the wire.
 */
export type WireValue = null | boolean | number | bigint | string | readonly WireValue[] | WireObject;

export interface WireObject {
  readonly [key: string]: WireValue;
}

/** True for objects that are neither `null` nor a list. */
export const isWireObject = (value: WireValue | undefined): value is WireObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
