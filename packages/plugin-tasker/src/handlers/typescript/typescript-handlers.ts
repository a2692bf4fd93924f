import { comment, toFile } from '../code-text.ts';
import type { Plan, PlannedDependency, PlannedHandler } from '../plan.ts';
import { modelsInSignatures, wantedResult } from '../plan.ts';
import { typescriptString } from './typescript-text.ts';

/** `handlers.ts`: what each step does as a plain function, and the handler that connects it to the worker. */
export const typescriptHandlers = (plan: Plan): string => {
  const { handlers, scaffold } = plan;
  const functions = new Set(handlers.map(({ type }) => factories[type]));
  const results = handlers.flatMap(({ type }) => wantedResult(type) ?? []);
  const models = modelsInSignatures(plan);
  return toFile(
    ['// Handlers of the steps of this workflow. Each one fails for good until it is written.'],
    [
      `import { ${[...functions, 'PermanentError'].toSorted().join(', ')} } from '@tasker-systems/tasker';`,
      `import type { ${[...new Set([...results, 'StepContext'])].toSorted().join(', ')} } from '@tasker-systems/tasker';`,
      ...(models.length === 0 ? [] : [`import type { ${models.join(', ')} } from './models';`]),
    ],
    ...handlers.map((handler) => handlerLines({ handler, scaffold })),
  );
};

/** What a handler yields: its model, or what the worker wants from steps of its type. */
export const typescriptResult = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): string => {
  return wantedResult(handler.type) ?? (scaffold ? handler.model?.name : undefined) ?? 'Record<string, unknown>';
};

/** The type of what a dependency yielded. */
export const typescriptDependency = ({ dependency, scaffold }: { dependency: PlannedDependency; scaffold: boolean }): string =>
  (scaffold ? dependency.model?.name : undefined) ?? 'Record<string, unknown>';

const factories = {
  standard: 'defineHandler',
  deferred_convergence: 'defineHandler',
  decision: 'defineDecisionHandler',
  batchable: 'defineBatchAnalyzer',
  batch_worker: 'defineBatchWorker',
} as const;

const handlerLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { step, type, functionName, className, inputName, callable, dependencies, worker } = handler;
  const more = type === 'batch_worker' ? ['batchContext'] : [];
  const depends = dependencies.map(({ name, step: from }) => `${name}: ${typescriptString(from)}`);
  const options = [
    ...(depends.length === 0 ? [] : [`depends: { ${depends.join(', ')} }`]),
    ...(type === 'batchable' ? [`workerTemplate: ${typescriptString(worker)}`] : []),
  ];
  const passed = [
    ...dependencies.map(
      (dependency) => `${dependency.name}: ${dependency.name} as ${typescriptDependency({ dependency, scaffold })}`,
    ),
    ...more,
    'context',
  ];
  return [
    `export type ${inputName} = {`,
    ...dependencies.map((dependency) => `  ${dependency.name}: ${typescriptDependency({ dependency, scaffold })};`),
    ...more.map((name) => `  ${name}: unknown;`),
    '  context: StepContext;',
    '};',
    '',
    ...comment({ sign: '//', about: `Step ${step.name}`, text: step.description }),
    `export const ${functionName} = async (_input: ${inputName}): Promise<${typescriptResult({ handler, scaffold })}> => {`,
    `  throw new PermanentError(${typescriptString(`The step ${step.name} is not written yet.`)});`,
    '};',
    '',
    `export const ${className} = ${factories[type]}(`,
    `  ${typescriptString(callable)},`,
    `  ${options.length === 0 ? '{}' : `{ ${options.join(', ')} }`},`,
    `  async ({ ${[...dependencies.map(({ name }) => name), ...more, 'context'].join(', ')} }) =>`,
    `    ${functionName}({ ${passed.join(', ')} }),`,
    ');',
  ];
};
