import { comment, toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { modelsInSignatures, wantedResult } from '../plan.ts';
import { modelOf, pythonString } from './python-text.ts';

/** `handlers.py`: one decorated function per step, which the worker finds by its callable. */
export const pythonHandlers = (plan: Plan): string => {
  const { handlers, scaffold } = plan;
  const decorators = new Set(handlers.map(({ type }) => decoratorNames[type]));
  const results = handlers.flatMap(({ type }) => wantedResult(type) ?? []);
  const depends = handlers.some(({ dependencies }) => dependencies.length > 0) ? ['depends_on'] : [];
  const functional = [...new Set([...results, ...decorators, ...depends])].toSorted();
  const models = modelsInSignatures(plan);
  const body = handlers.map((handler) => handlerLines({ handler, scaffold }));
  return toFile(
    ['# Handlers of the steps of this workflow. Each one fails for good until it is written.'],
    ['from __future__ import annotations'],
    body.flat().some((line) => /\bAny\b/.test(line)) ? ['from typing import Any'] : [],
    [
      'from tasker_core.errors import PermanentError',
      `from tasker_core.step_handler.functional import ${functional.join(', ')}`,
      'from tasker_core.types import StepContext',
    ],
    models.length === 0 ? [] : ['from .models import (', ...models.map((name) => `    ${name},`), ')'],
    ...body.map((lines) => ['', ...lines]),
  );
};

/** What a handler returns: its model, or what the worker wants from steps of its type. */
export const pythonResult = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): string => {
  return wantedResult(handler.type) ?? (scaffold ? handler.model?.name : undefined) ?? 'dict[str, Any]';
};

const decoratorNames = {
  standard: 'step_handler',
  deferred_convergence: 'step_handler',
  decision: 'decision_handler',
  batchable: 'batch_analyzer',
  batch_worker: 'batch_worker',
} as const;

const handlerLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { step, type, functionName, callable, dependencies, worker } = handler;
  const analyzer = type === 'batchable' ? `, worker_template=${pythonString(worker)}` : '';
  return [
    `@${decoratorNames[type]}(${pythonString(callable)}${analyzer})`,
    ...dependencies.map((dependency) => {
      const model = modelOf({ dependency, scaffold });
      const name = pythonString(dependency.step);
      return `@depends_on(${dependency.name}=${model === undefined ? name : `(${name}, ${model})`})`;
    }),
    `def ${functionName}(`,
    ...dependencies.map((dependency) => `    ${dependency.name}: ${modelOf({ dependency, scaffold }) ?? 'dict[str, Any]'},`),
    ...(type === 'batch_worker' ? ['    batch_context: Any,'] : []),
    '    context: StepContext,',
    `) -> ${pythonResult({ handler, scaffold })}:`,
    ...comment({ sign: '    #', about: `Step ${step.name}`, text: step.description }),
    `    raise PermanentError(${pythonString(`The step ${step.name} is not written yet.`)})`,
  ];
};
