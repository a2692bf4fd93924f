import { comment, toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { rustString } from './rust-text.ts';

/** `handlers.rs`: one plain function per step; the registry connects them to the worker. */
export const rustHandlers = (plan: Plan): string => {
  const { handlers, scaffold } = plan;
  const models = rustModelsIn(plan);
  const reads = scaffold && handlers.some(({ dependencies }) => dependencies.some(({ model }) => model !== undefined));
  return toFile(
    ['//! Handlers of the steps of this workflow. Each one fails for good until it is written.'],
    [
      'use std::collections::HashMap;',
      '',
      ...(reads ? ['use serde::de::DeserializeOwned;'] : []),
      'use serde_json::Value;',
      ...(models.length === 0 ? [] : ['', `use super::models::{${models.join(', ')}};`]),
    ],
    ...handlers.map((handler) => handlerLines({ handler, scaffold })),
    reads ? readDependency : [],
  );
};

/** The models that the handlers name. */
export const rustModelsIn = ({ handlers, scaffold }: Plan): readonly string[] => {
  if (!scaffold) return [];
  const names = handlers.flatMap(({ model, dependencies }) => [
    model?.name,
    ...dependencies.map((dependency) => dependency.model?.name),
  ]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
};

const readDependency = [
  'fn read_dependency<T: DeserializeOwned>(dependencies: &HashMap<String, Value>, step: &str) -> Result<T, String> {',
  '    let value = dependencies.get(step).ok_or_else(|| format!("the step {step} yielded nothing"))?;',
  '    serde_json::from_value(value.clone()).map_err(|error| format!("the step {step} yielded something else: {error}"))',
  '}',
];

const handlerLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { step, functionName, dependencies, model, type } = handler;
  const failure = `Err(${rustString(`The step ${step.name} is not written yet.`)}.to_string())`;
  const typed = scaffold ? model : undefined;
  return [
    ...comment({ sign: '///', about: `Step ${step.name}`, text: step.description }),
    ...(type === 'decision' ? ['/// Put the outcome under `decision_point_outcome` of the result.'] : []),
    ...(type === 'batchable' ? ['/// Put `total_items` and `batch_size` into the result.'] : []),
    `pub fn ${functionName}(_context: &Value, ${dependencies.length === 0 ? '_dependencies' : 'dependencies'}: &HashMap<String, Value>) -> Result<Value, String> {`,
    ...dependencies.map((dependency) =>
      scaffold && dependency.model !== undefined
        ? `    let _${dependency.name}: ${dependency.model.name} = read_dependency(dependencies, ${rustString(dependency.step)})?;`
        : `    let _${dependency.name}: Option<&Value> = dependencies.get(${rustString(dependency.step)});`,
    ),
    ...(typed === undefined
      ? [`    ${failure}`]
      : [
          `    let result: Result<${typed.name}, String> = ${failure};`,
          '    serde_json::to_value(result?).map_err(|error| error.to_string())',
        ]),
    '}',
  ];
};
