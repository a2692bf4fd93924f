import { toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { modelsInSignatures, wantedResult } from '../plan.ts';
import { sampleModel } from '../sample-value.ts';
import { typescriptDependency, typescriptResult } from './typescript-handlers.ts';
import { typescriptString, typescriptValue } from './typescript-text.ts';

/** `handlers.test.ts` for vitest: calls each step's function with examples of what it depends on. */
export const typescriptTests = (plan: Plan): string => {
  const { handlers, scaffold } = plan;
  const models = modelsInSignatures(plan);
  const results = new Set(handlers.map((handler) => typescriptResult({ handler, scaffold })));
  const own = ['BatchConfig', 'Decision'].filter((name) => results.has(name));
  return toFile(
    ['// Tests of the steps; they fail until the steps are written.'],
    [
      `import type { ${[...own, 'StepContext'].join(', ')} } from '@tasker-systems/tasker';`,
      "import { expect, it } from 'vitest';",
      "import * as handlers from './handlers';",
      ...(models.length === 0 ? [] : [`import type { ${models.join(', ')} } from './models';`]),
    ],
    ['const context = {} as StepContext;'],
    ...handlers.map((handler) => testLines({ handler, scaffold })),
  );
};

const testLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { step, functionName, dependencies, type, model } = handler;
  const result = typescriptResult({ handler, scaffold });
  const names = [...dependencies.map(({ name }) => name), ...(type === 'batch_worker' ? ['batchContext: null'] : []), 'context'];
  const required = wantedResult(type) !== undefined ? [] : (model?.fields ?? []).filter((field) => field.required);
  return [
    `it(${typescriptString(`${step.name} yields its result`)}, async () => {`,
    ...dependencies.map((dependency) => {
      const value = dependency.model === undefined ? '{}' : typescriptValue(sampleModel(dependency.model));
      return `  const ${dependency.name}: ${typescriptDependency({ dependency, scaffold })} = ${value};`;
    }),
    `  const result: ${result} = await handlers.${functionName}({ ${names.join(', ')} });`,
    `  expect(Object.keys(result)).toEqual(expect.arrayContaining([${required.map(({ wire }) => typescriptString(wire)).join(', ')}]));`,
    '});',
  ];
};
