import type { JsonValue } from '@lineclear/core/plugin';
import { LineclearError } from '@lineclear/core/plugin';
import type { WireObject, WireValue } from './wire-value.ts';
import { isWireObject } from './wire-value.ts';

/**
 * A value as plain JSON, to show it: kombu's typed values become their text, big integers their digits, `NaN` and infinities
 * their names. What cannot be told apart afterwards is only for eyes; messages are built from the wire value.
 */
export const toPlainJson = (value: WireValue): JsonValue => {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value !== 'object' || value === null) return value;
  if (!isWireObject(value)) return value.map(toPlainJson);
  if (isTyped(value)) return typedText(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, toPlainJson(inner)]));
};

/**
 * Refuses arguments that workers would take for a typed value of their own: a type that they do not know makes them drop the
 * message without a result. Throws `invalid_input` that names the place.
 */
export const refuseTypedValues = ({ value, at }: { value: WireValue; at: string }): void => {
  if (typeof value !== 'object' || value === null) return;
  if (isWireObject(value) && isTyped(value)) {
    throw new LineclearError('invalid_input', `${at} has exactly the fields __type__ and __value__.`, {
      hint: 'Workers read that shape as a Python type. Send the plain value, or add another field.',
      details: { reason: 'typed_value', at },
    });
  }
  for (const [key, inner] of Object.entries(value)) refuseTypedValues({ value: inner, at: `${at}.${key}` });
};

const isTyped = (value: WireObject): boolean => Object.keys(value).length === 2 && '__type__' in value && '__value__' in value;

const typedText = ({ __type__: type, __value__: inner = null }: WireObject): JsonValue => {
  // Python writes a UUID as its hexadecimal digits and version.
  const digits = type === 'uuid' && isWireObject(inner) ? inner['hex'] : undefined;
  if (typeof digits === 'string') return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return toPlainJson(inner);
};
