import { type JsonObject, textAt } from '../json/json-value.ts';

/** A formula that compares one letter with a number, `$A >= 5`, or asks whether there is one, `is_number($A)`; undefined for others. */
export const mathOf = (
  model: JsonObject,
): { readonly reference: string; readonly comparison: string | undefined } | undefined => {
  const text = (textAt(model, 'expression') ?? '').trim();
  const present = presenceIn(text);
  if (present !== undefined) return { reference: present, comparison: undefined };
  const [, reference, operator, limit] =
    /^\$\{?(\w+)\}?\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i.exec(text) ?? [];
  return reference === undefined ? undefined : { reference, comparison: `${operator} ${limit}` };
};

/** The formula that is true for every value, also zero and infinity; is_number alone takes infinity for none. */
export const isThere = (letter: string): string => `is_number($${letter}) || is_inf($${letter})`;

/** The letter that a formula asks for the presence of. */
export const presenceIn = (text: string): string | undefined =>
  /^is_number\(\s*\$\{?(\w+)\}?\s*\)(?:\s*\|\|\s*is_inf\(\s*\$\{?\1\}?\s*\))?$/.exec(text.trim())?.[1];
