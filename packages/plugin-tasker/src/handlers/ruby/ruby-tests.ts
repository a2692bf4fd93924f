import { indented, toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { wantedResult } from '../plan.ts';
import { sampleModel } from '../sample-value.ts';
import { rubyString, rubySymbol, rubyValue } from './ruby-text.ts';

/** `handlers_spec.rb` for RSpec: calls each step's method with examples of what it depends on. */
export const rubyTests = ({ handlers, scaffold, moduleName }: Plan): string =>
  toFile(
    ['# frozen_string_literal: true'],
    ['# Tests of the steps; they fail until the steps are written.'],
    ["require_relative 'handlers'"],
    [
      `RSpec.describe ${moduleName}::Steps do`,
      ...handlers.flatMap((handler, index) => [
        ...(index === 0 ? [] : ['']),
        ...indented({ by: '  ', lines: testLines({ handler, scaffold, moduleName }) }),
      ]),
      'end',
    ],
  );

const testLines = ({
  handler,
  scaffold,
  moduleName,
}: {
  handler: PlannedHandler;
  scaffold: boolean;
  moduleName: string;
}): readonly string[] => {
  const { step, functionName, dependencies, type, model } = handler;
  const passed = [
    ...dependencies.map((dependency) => {
      const value = dependency.model === undefined ? '{}' : rubyValue(sampleModel(dependency.model));
      const typed = scaffold && dependency.model !== undefined ? `${moduleName}::${dependency.model.name}.new(${value})` : value;
      return `${dependency.name}: ${typed}`;
    }),
    ...(type === 'batch_worker' ? ['batch_context: nil'] : []),
    'context: nil',
  ];
  const hasKeys = model !== undefined && wantedResult(type) === undefined;
  const required = hasKeys ? model.fields.filter((field) => field.required) : [];
  return [
    `it ${rubyString(`${step.name} yields its result`)} do`,
    `  result = described_class.${functionName}(`,
    ...passed.map((argument, index) => `    ${argument}${index < passed.length - 1 ? ',' : ''}`),
    '  )',
    required.length === 0
      ? '  expect(result).not_to be_nil'
      : `  expect(result.to_h.transform_keys(&:to_sym)).to include(${required.map(({ wire }) => rubySymbol(wire)).join(', ')})`,
    'end',
  ];
};
