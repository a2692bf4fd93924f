import { comment, toFile } from '../code-text.ts';
import type { Model, Plan } from '../plan.ts';
import { rustString, rustType } from './rust-text.ts';

/** `models.rs`: one struct per result. */
export const rustModels = ({ models }: Plan): string =>
  toFile(
    ['//! What the steps of this workflow yield.'],
    models.length === 0 ? ['// No step has a result_schema.'] : ['use serde::{Deserialize, Serialize};'],
    ...models.map(modelLines),
  );

const modelLines = ({ name, about, description, fields }: Model): readonly string[] => [
  ...comment({ sign: '///', about, text: description }),
  '#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]',
  `pub struct ${name} {`,
  ...fields.flatMap((field) => {
    const rename = field.name === field.wire ? [] : [`rename = ${rustString(field.wire)}`];
    const absent = field.required ? [] : ['default', 'skip_serializing_if = "Option::is_none"'];
    const attributes = [...rename, ...absent];
    return [
      ...comment({ sign: '    ///', about: `Field ${field.wire}`, text: field.description }),
      ...(attributes.length === 0 ? [] : [`    #[serde(${attributes.join(', ')})]`]),
      `    pub ${field.name}: ${field.required ? rustType(field.type) : `Option<${rustType(field.type)}>`},`,
    ];
  }),
  '}',
];
