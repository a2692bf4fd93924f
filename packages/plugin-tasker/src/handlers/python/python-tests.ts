import { toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { modelsInSignatures } from '../plan.ts';
import { sampleModel } from '../sample-value.ts';
import { pythonResult } from './python-handlers.ts';
import { pythonString, pythonValue } from './python-text.ts';

/** `test_handlers.py` for pytest: calls each handler with examples of what it depends on. */
export const pythonTests = (plan: Plan): string => {
  const { handlers, scaffold } = plan;
  const models = modelsInSignatures(plan);
  const results = new Set(handlers.map((handler) => pythonResult({ handler, scaffold })));
  const functional = ['BatchConfig', 'Decision'].filter((name) => results.has(name));
  return toFile(
    ['# Tests of the handlers; they fail until the handlers are written.'],
    functional.length === 0 ? [] : [`from tasker_core.step_handler.functional import ${functional.join(', ')}`],
    [
      'from . import handlers',
      ...(models.length === 0 ? [] : ['from .models import (', ...models.map((name) => `    ${name},`), ')']),
    ],
    ...handlers.map((handler) => ['', ...testLines({ handler, scaffold })]),
  );
};

const testLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { functionName, dependencies, type } = handler;
  return [
    `def test_${functionName}() -> None:`,
    `    result = handlers.${functionName}(`,
    ...dependencies.map(({ name, model }) => {
      const value = model === undefined ? '{}' : pythonValue(sampleModel(model));
      return `        ${name}=${scaffold && model !== undefined ? `${model.name}.model_validate(${value})` : value},`;
    }),
    ...(type === 'batch_worker' ? ['        batch_context=None,'] : []),
    '        context=None,',
    '    )',
    ...assertions({ handler, scaffold }),
  ];
};

const assertions = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const wanted = pythonResult({ handler, scaffold });
  if (wanted !== 'dict[str, Any]') return [`    assert isinstance(result, ${wanted})`];
  const required = (handler.model?.fields ?? []).filter((field) => field.required);
  return ['    assert isinstance(result, dict)', ...required.map(({ wire }) => `    assert ${pythonString(wire)} in result`)];
};
