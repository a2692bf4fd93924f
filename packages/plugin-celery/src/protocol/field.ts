import type { WireObject, WireValue } from './wire-value.ts';
import { isWireObject } from './wire-value.ts';

// Fields of messages, records and events: of the expected type, or as good as absent.

export const text = (value: WireValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

export const number = (value: WireValue | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined;

export const integer = (value: WireValue | undefined): number | undefined =>
  Number.isSafeInteger(value) ? number(value) : undefined;

export const flag = (value: WireValue | undefined): boolean | undefined => (typeof value === 'boolean' ? value : undefined);

export const list = (value: WireValue | undefined): readonly WireValue[] | undefined => (isList(value) ? value : undefined);

export const object = (value: WireValue | undefined): WireObject | undefined => (isWireObject(value) ? value : undefined);

const isList = (value: WireValue | undefined): value is readonly WireValue[] => Array.isArray(value);
