import { comment, indented, toFile } from '../code-text.ts';
import type { Plan, PlannedHandler } from '../plan.ts';
import { rubyString } from './ruby-text.ts';

/** `handlers.rb`: what each step does as a plain method, and the handler that connects it to the worker. */
export const rubyHandlers = ({ handlers, scaffold, moduleName }: Plan): string =>
  toFile(
    ['# frozen_string_literal: true'],
    ['# Handlers of the steps of this workflow. Each one fails for good until it is written.'],
    ["require 'tasker_core'", ...(scaffold ? ["require_relative 'models'"] : [])],
    [
      `module ${moduleName}`,
      '  module Steps',
      '    module_function',
      ...handlers.flatMap((handler) => ['', ...indented({ by: '    ', lines: methodLines(handler) })]),
      '  end',
      '',
      '  module StepHandlers',
      '    extend TaskerCore::StepHandler::Functional',
      ...handlers.flatMap((handler) => ['', ...indented({ by: '    ', lines: handlerLines({ handler, scaffold }) })]),
      '  end',
      'end',
    ],
  );

const parameters = ({ dependencies, type }: PlannedHandler): readonly string[] => [
  ...dependencies.map(({ name }) => name),
  ...(type === 'batch_worker' ? ['batch_context'] : []),
  'context',
];

const methodLines = (handler: PlannedHandler): readonly string[] => [
  ...comment({ sign: '#', about: `Step ${handler.step.name}`, text: handler.step.description }),
  ...(handler.type === 'decision' ? ['# Yields Decision.route([...]) or Decision.skip(reason).'] : []),
  ...(handler.type === 'batchable' ? ['# Yields BatchConfig.new(total_items: ..., batch_size: ...).'] : []),
  `def ${handler.functionName}(${parameters(handler)
    .map((name) => `${name}:`)
    .join(', ')})`,
  `  raise TaskerCore::Errors::PermanentError, ${rubyString(`The step ${handler.step.name} is not written yet.`)}`,
  'end',
];

const methods = {
  standard: 'step_handler',
  deferred_convergence: 'step_handler',
  decision: 'decision_handler',
  batchable: 'batch_analyzer',
  batch_worker: 'batch_worker',
} as const;

const handlerLines = ({ handler, scaffold }: { handler: PlannedHandler; scaffold: boolean }): readonly string[] => {
  const { type, className, callable, dependencies, worker, functionName } = handler;
  const depends = dependencies.map(({ name, step, model }) => {
    const typed = scaffold && model !== undefined ? `[${rubyString(step)}, ${model.name}]` : rubyString(step);
    return `${name}: ${typed}`;
  });
  const options = [
    rubyString(callable),
    ...(depends.length === 0 ? [] : [`depends_on: { ${depends.join(', ')} }`]),
    ...(type === 'batchable' ? [`worker_template: ${rubyString(worker)}`] : []),
  ];
  const names = parameters(handler);
  return [
    `${className} = ${methods[type]}(`,
    ...options.map((option, index) => `  ${option}${index < options.length - 1 ? ',' : ''}`),
    `) do |${names.map((name) => `${name}:`).join(', ')}|`,
    `  Steps.${functionName}(${names.map((name) => `${name}: ${name}`).join(', ')})`,
    'end',
  ];
};
