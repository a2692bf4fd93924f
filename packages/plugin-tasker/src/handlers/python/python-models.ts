import { comment, toFile } from '../code-text.ts';
import type { Model, ModelField, Plan } from '../plan.ts';
import { pythonString, pythonType } from './python-text.ts';

/** `models.py`: one pydantic model per result. */
export const pythonModels = ({ models }: Plan): string => {
  const body = models.map(modelLines);
  const text = body.flat().join('\n');
  const uses = (word: string): boolean => new RegExp(`\\b${word}\\b`).test(text.replaceAll(/^.*# .*$|"(?:[^"\\]|\\.)*"/gm, ''));
  const typing = ['Any', 'Optional'].filter(uses);
  const pydantic = ['BaseModel', 'ConfigDict', 'Field'].filter(uses);
  return toFile(
    ['# What the steps of this workflow yield.'],
    models.length === 0 ? ['# No step has a result_schema.'] : ['from __future__ import annotations'],
    typing.length === 0 ? [] : [`from typing import ${typing.join(', ')}`],
    pydantic.length === 0 ? [] : [`from pydantic import ${pydantic.join(', ')}`],
    ...body.map((lines) => ['', ...lines]),
  );
};

const modelLines = ({ name, about, description, fields }: Model): readonly string[] => [
  `class ${name}(BaseModel):`,
  ...comment({ sign: '    #', about, text: description }),
  ...configLines(fields),
  ...(fields.length === 0 ? ['    pass'] : fields.flatMap(fieldLines)),
];

const configLines = (fields: readonly ModelField[]): readonly string[] => {
  const settings = [
    ...(fields.some(isRenamed) ? ['populate_by_name=True', 'serialize_by_alias=True'] : []),
    // pydantic warns of fields that start like its own methods.
    ...(fields.some(({ name }) => name.startsWith('model_')) ? ['protected_namespaces=()'] : []),
  ];
  return settings.length === 0 ? [] : [`    model_config = ConfigDict(${settings.join(', ')})`, ''];
};

const isRenamed = ({ name, wire }: ModelField): boolean => name !== wire;

const fieldLines = (field: ModelField): readonly string[] => {
  const type = field.required ? pythonType(field.type) : `Optional[${pythonType(field.type)}]`;
  const alias = isRenamed(field) ? `alias=${pythonString(field.wire)}` : undefined;
  const value =
    alias === undefined ? (field.required ? '' : ' = None') : ` = Field(${field.required ? '' : 'default=None, '}${alias})`;
  return [
    ...comment({ sign: '    #', about: `Field ${field.wire}`, text: field.description }),
    `    ${field.name}: ${type}${value}`,
  ];
};
