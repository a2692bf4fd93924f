import { hex, noSpecial, quoted, words } from '../code-text.ts';
import type { Dialect, ModelType } from '../plan.ts';
import type { Sample } from '../sample-value.ts';
import { isObject } from '../sample-value.ts';

export const typescriptString = (text: string): string =>
  quoted({ text, special: noSpecial, escape: (code) => (code > 0xff_ff ? `\\u{${hex(code)}}` : `\\u${hex(code, 4)}`) });

/** A property name, quoted where it has to be. */
export const typescriptKey = (name: string): string =>
  /^[A-Za-z_]\w*$/.test(name) && name !== '__proto__' ? name : typescriptString(name);

export const typescriptType = (type: ModelType): string => {
  switch (type.kind) {
    case 'string':
    case 'boolean':
      return type.kind;
    case 'integer':
    case 'number':
      return 'number';
    case 'any':
      return 'unknown';
    case 'object':
      return 'Record<string, unknown>';
    case 'array':
      return `Array<${typescriptType(type.items)}>`;
    case 'model':
      return type.model.name;
  }
};

export const typescriptValue = (sample: Sample): string => {
  if (typeof sample === 'string') return typescriptString(sample);
  if (typeof sample === 'number' || typeof sample === 'boolean') return String(sample);
  if (!isObject(sample)) return `[${sample.map(typescriptValue).join(', ')}]`;
  // In brackets `__proto__` is a property like every other one.
  const entries = sample.entries.map(([key, value]) => {
    return `${key === '__proto__' ? '["__proto__"]' : typescriptKey(key)}: ${typescriptValue(value)}`;
  });
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};

const keywords = words(`
  break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof new null return super switch this throw true try typeof var void while with
  yield let static await async implements interface package private protected public arguments eval undefined
`);
const imported = words(`
  defineHandler defineDecisionHandler defineBatchAnalyzer defineBatchWorker context batchContext expect it result
  handlers
`);

export const typescript: Dialect = {
  functions: 'camel',
  fields: 'wire',
  reservedNames: [...keywords, ...imported],
  reservedFields: [],
  reservedTypes: ['Array', 'Record', 'Promise', 'Object', 'StepContext', 'PermanentError', 'Decision', 'BatchConfig'],
};
