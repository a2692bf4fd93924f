import { toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { sampleJson, sampleModel } from '../sample-value.ts';
import { rustModelsIn } from './rust-handlers.ts';
import { rustString } from './rust-text.ts';

/** `handlers_test.rs`: calls each function with examples of what it depends on. */
export const rustTests = (plan: Plan): string => {
  const own = new Set(plan.handlers.map(({ model }) => model?.name));
  const models = rustModelsIn(plan).filter((name) => own.has(name));
  return toFile(
    ['//! Tests of the handlers, for `#[cfg(test)] mod handlers_test;`. They fail until the handlers are written.'],
    [
      'use std::collections::HashMap;',
      '',
      'use serde_json::Value;',
      '',
      'use super::handlers;',
      ...(models.length === 0 ? [] : [`use super::models::{${models.join(', ')}};`]),
    ],
    ...plan.handlers.map((handler) => testLines({ handler, scaffold: plan.scaffold })),
  );
};

const testLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { functionName, dependencies, model } = handler;
  const read = scaffold && model !== undefined;
  return [
    '#[test]',
    `fn ${functionName}_yields_its_result() {`,
    '    let dependencies: HashMap<String, Value> = HashMap::from([',
    ...dependencies.map((dependency) => {
      const json = dependency.model === undefined ? '{}' : sampleJson(sampleModel(dependency.model));
      return `        (${rustString(dependency.step)}.to_string(), serde_json::from_str(${rustString(json)}).expect("an example")),`;
    }),
    '    ]);',
    `    let result = handlers::${functionName}(&Value::Null, &dependencies).expect("the handler succeeds");`,
    ...(read
      ? [`    let read: Result<${model.name}, _> = serde_json::from_value(result);`, '    assert!(read.is_ok());']
      : ['    assert!(result.is_object());']),
    '}',
  ];
};
