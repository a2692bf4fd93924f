import { type JsonObject, textAt } from '../json/json-value.ts';

/** A formula that compares one letter with a number, `$A >= 5`, or asks whether there is one, `is_number($A)`; undefined for others. */
export const mathOf = (
  model: JsonObject,
): { readonly reference: string; readonly comparison: string | undefined } | undefined => {
  const text = (textAt(model, 'expression') ?? '').trim();
  const [, present] = /^is_number\(\s*\$\{?(\w+)\}?\s*\)$/.exec(text) ?? [];
  if (present !== undefined) return { reference: present, comparison: undefined };
  const [, reference, operator, limit] =
    /^\$\{?(\w+)\}?\s*(>=|<=|==|!=|>|<)\s*(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/i.exec(text) ?? [];
  return reference === undefined ? undefined : { reference, comparison: `${operator} ${limit}` };
};
