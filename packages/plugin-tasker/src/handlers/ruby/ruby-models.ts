import { comment, indented, toFile } from '../code-text.ts';
import type { Model, Plan } from '../plan.ts';
import { rubySymbol, rubyType } from './ruby-text.ts';

/** `models.rb`: one struct per result. */
export const rubyModels = ({ models, moduleName }: Plan): string =>
  toFile(
    ['# frozen_string_literal: true'],
    ['# What the steps of this workflow yield.'],
    ["require 'dry-struct'"],
    [
      `module ${moduleName}`,
      ...indented({ by: '  ', lines: ['module Types', '  include Dry.Types()', 'end'] }),
      ...models.flatMap((model) => ['', ...indented({ by: '  ', lines: modelLines(model) })]),
      'end',
    ],
  );

const modelLines = ({ name, about, description, fields }: Model): readonly string[] => [
  ...comment({ sign: '#', about, text: description }),
  `class ${name} < Dry::Struct`,
  // What comes out of JSON has strings as its keys.
  '  transform_keys(&:to_sym)',
  ...fields.flatMap((field) => {
    const type = field.required ? rubyType(field.type) : `${rubyType(field.type)}.optional`;
    return [
      ...comment({ sign: '  #', about: `Field ${field.wire}`, text: field.description }),
      `  attribute${field.required ? '' : '?'} ${rubySymbol(field.wire)}, ${type}`,
    ];
  }),
  'end',
];
