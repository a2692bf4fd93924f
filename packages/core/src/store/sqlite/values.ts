import * as z from 'zod';

/** A column that holds text; throws where an edited file holds something else. */
export const text = (value: unknown): string => textColumn.parse(value);

/** A column that holds a number. */
export const integer = (value: unknown): number => integerColumn.parse(value);

/** A column that holds bytes. */
export const bytes = (value: unknown): Uint8Array => bytesColumn.parse(value);

const textColumn = z.string();
const integerColumn = z.number();
const bytesColumn = z.instanceof(Uint8Array);
