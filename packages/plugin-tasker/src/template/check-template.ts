import { checkDependencies } from './check-dependencies.ts';
import { checkSchemas } from './check-schemas.ts';
import type { Finding, Step, Template } from './model.ts';
import type { StepGraph } from './step-graph.ts';

/** Everything that is wrong or doubtful in a template that could be read, in the order of the template. */
export const checkTemplate = ({ template, graph }: { template: Template; graph: StepGraph }): readonly Finding[] =>
  [
    ...checkHead(template),
    ...checkNames(template.steps),
    ...template.steps.flatMap(checkStep),
    ...checkDependencies({ steps: template.steps, graph }),
    ...checkSchemas(template),
  ].toSorted((a, b) => ranks[a.severity] - ranks[b.severity] || (a.line ?? 0) - (b.line ?? 0));

const ranks = { error: 0, warning: 1, info: 2 } as const;
const namePattern = /^[a-z][a-z0-9_]*$/;
// The server refuses longer ones, because the name of a queue is made of the namespace:
// tasker-core, crates/tasker-shared/src/models/core/task_template/mod.rs
const longestNamespace = 29;

const checkHead = ({ name, namespace, version }: Template): readonly Finding[] => [
  ...(namespace.length > longestNamespace
    ? [
        {
          code: 'NAMESPACE_TOO_LONG',
          severity: 'error' as const,
          message: `The namespace has ${namespace.length} characters; the server takes at most ${longestNamespace}.`,
          hint: 'Use a shorter namespace_name.',
        },
      ]
    : []),
  ...[
    { key: 'name', text: name },
    { key: 'namespace_name', text: namespace },
  ].flatMap(({ key, text }) => (text === '' || namePattern.test(text) ? [] : [oddName({ what: `The ${key} of the template` })])),
  ...(version === '' || /^\d+\.\d+\.\d+$/.test(version)
    ? []
    : [
        {
          code: 'INVALID_VERSION',
          severity: 'warning' as const,
          message: 'The version is not three numbers.',
          hint: 'Write it as 1.0.0.',
        },
      ]),
];

const checkNames = (steps: readonly Step[]): readonly Finding[] => {
  const seen = new Map<string, number>();
  return steps.flatMap(({ name, line }): readonly Finding[] => {
    const first = seen.get(name);
    if (first === undefined) seen.set(name, line);
    const odd = namePattern.test(name) ? [] : [oddName({ what: `The name of step "${name}"`, step: name, line })];
    if (first === undefined) return odd;
    return [
      ...odd,
      {
        code: 'DUPLICATE_STEP_NAME',
        severity: 'error',
        message: `Two steps are called "${name}"; the first is on line ${first}.`,
        hint: 'Give one of them another name, also where others depend on it.',
        step: name,
        line,
      },
    ];
  });
};

const checkStep = ({ name, line, callable, type, dependencies }: Step): readonly Finding[] => [
  ...(callable.trim() === ''
    ? [
        {
          code: 'EMPTY_CALLABLE',
          severity: 'error' as const,
          message: `Step "${name}" names no handler.`,
          hint: 'Set handler.callable to the name under which a worker registers the handler.',
          step: name,
          line,
        },
      ]
    : []),
  ...(type === 'decision' && dependencies.length === 0
    ? [
        {
          code: 'DECISION_WITHOUT_PARENT',
          severity: 'warning' as const,
          message: `The decision step "${name}" depends on no step.`,
          hint: 'Let it depend on the step whose result it decides on.',
          step: name,
          line,
        },
      ]
    : []),
];

const oddName = ({ what, step, line }: { what: string; step?: string; line?: number }): Finding => ({
  code: 'UNUSUAL_NAME',
  severity: 'warning',
  message: `${what} is not made of a-z, 0-9 and _, starting with a letter.`,
  hint: 'Rename it; the published schema of templates refuses it.',
  ...(step === undefined ? {} : { step }),
  ...(line === undefined ? {} : { line }),
});
