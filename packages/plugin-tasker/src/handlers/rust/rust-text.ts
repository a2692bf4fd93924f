import { hex, noSpecial, quoted, words } from '../code-text.ts';
import type { Dialect, ModelType } from '../plan.ts';

export const rustString = (text: string): string => quoted({ text, special: noSpecial, escape: (code) => `\\u{${hex(code)}}` });

export const rustType = (type: ModelType): string => {
  switch (type.kind) {
    case 'string':
      return 'String';
    case 'integer':
      return 'i64';
    case 'number':
      return 'f64';
    case 'boolean':
      return 'bool';
    case 'any':
      return 'serde_json::Value';
    case 'object':
      return 'serde_json::Map<String, serde_json::Value>';
    case 'array':
      return `Vec<${rustType(type.items)}>`;
    case 'model':
      return type.model.name;
  }
};

const keywords = words(`
  as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move
  mut pub ref return self static struct super trait true type unsafe use where while abstract become box do final
  macro override priv try typeof unsized virtual yield gen union
`);

export const rust: Dialect = {
  functions: 'snake',
  fields: 'snake',
  reservedNames: [...keywords, 'context', 'dependencies', 'result', 'read_dependency', 'handlers', 'models', 'main'],
  reservedFields: keywords,
  reservedTypes: words(`
  Self String Vec Option Some None Ok Err Result Value HashMap Box Arc RwLock Serialize Deserialize
  DeserializeOwned Debug Clone PartialEq Default Instant
`),
};
