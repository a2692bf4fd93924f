import { hex, quoted, words } from '../code-text.ts';
import type { Dialect, ModelType } from '../plan.ts';
import type { Sample } from '../sample-value.ts';
import { isObject } from '../sample-value.ts';

/** In double quotes; `#` is escaped, so that nothing is interpolated. */
export const rubyString = (text: string): string => quoted({ text, special: /#/, escape: (code) => `\\u{${hex(code)}}` });

/** A symbol, quoted where it has to be, so that every name of the JSON stays as it is. */
export const rubySymbol = (name: string): string => (/^[a-z_]\w*$/.test(name) ? `:${name}` : `:${rubyString(name)}`);

/** A type of dry-types. */
export const rubyType = (type: ModelType): string => {
  switch (type.kind) {
    case 'string':
      return 'Types::Strict::String';
    case 'integer':
      return 'Types::Strict::Integer';
    case 'number':
      return '(Types::Strict::Float | Types::Strict::Integer)';
    case 'boolean':
      return 'Types::Strict::Bool';
    case 'any':
      return 'Types::Any';
    case 'object':
      return 'Types::Strict::Hash';
    case 'array':
      return `Types::Strict::Array.of(${rubyType(type.items)})`;
    case 'model':
      return type.model.name;
  }
};

export const rubyValue = (sample: Sample): string => {
  if (typeof sample === 'string') return rubyString(sample);
  if (typeof sample === 'number' || typeof sample === 'boolean') return String(sample);
  if (!isObject(sample)) return `[${sample.map(rubyValue).join(', ')}]`;
  const entries = sample.entries.map(([key, value]) => `${rubyString(key)} => ${rubyValue(value)}`);
  return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
};

const keywords = words(`
  BEGIN END alias and begin break case class def defined do else elsif end ensure false for if in module next nil
  not or redo rescue retry return self super then true undef unless until when while yield
`);
// Methods that the generated modules and everything in Ruby rely on.
const methods = words(`
  raise require require_relative extend include prepend module_function hash method methods send public_send
  object_id instance_of freeze dup clone name new initialize inspect to_s then tap display puts print p lambda
  proc loop catch throw format exit step_handler decision_handler batch_analyzer batch_worker api_handler public
  private protected
`);

export const ruby: Dialect = {
  functions: 'snake',
  fields: 'wire',
  reservedNames: [...keywords, ...methods, 'context', 'batch_context', 'result', 'describe', 'it', 'expect'],
  reservedFields: [],
  reservedTypes: words(`
  Types Steps StepHandlers TaskerCore Dry RSpec Object Kernel Module Class String Hash Array Integer Float
  BasicObject Comparable Enumerable Struct Symbol Proc Method File Dir Process Thread Time Random Range Regexp
  Set Data Exception Errno Signal Math Marshal
`),
};
