import type { Step, Template } from '../template/model.ts';
import { Names } from './names.ts';
import type { Dialect, Model, Plan, PlannedDependency } from './plan.ts';
import { planModels } from './plan-models.ts';

/** Plans the handlers of these steps and the types that they and their dependencies need. */
export const planHandlers = ({
  template,
  steps,
  dialect,
  scaffold,
}: {
  template: Template;
  steps: readonly Step[];
  dialect: Dialect;
  scaffold: boolean;
}): Plan => {
  const known = new Map(template.steps.map((step) => [step.name, step]));
  const used = steps.flatMap((step) => [...step.dependencies.flatMap(({ name }) => known.get(name) ?? []), step]);
  const { models, byStep } = planModels({ steps: used, dialect });
  const workers = workersOf(template.steps);
  const functions = new Names(dialect.reservedNames);
  const types = new Names([...dialect.reservedTypes, ...models.map(({ name }) => name)]);
  return {
    template,
    moduleName: new Names(dialect.reservedTypes).take({ text: template.name, style: 'pascal', fallback: 'Workflow' }),
    models,
    scaffold,
    handlers: uniqueSteps(steps).map((step) => {
      const functionName = functions.take({ text: step.name, style: dialect.functions, fallback: 'step' });
      return {
        step,
        type: step.type,
        functionName,
        className: types.take({ text: `${step.name} handler`, style: 'pascal', fallback: 'StepHandler' }),
        inputName: types.take({ text: `${step.name} input`, style: 'pascal', fallback: 'StepInput' }),
        callable: step.callable.trim() === '' ? `${template.namespace}.${step.name}` : step.callable,
        dependencies: planDependencies({ step, functionName, dialect, byStep }),
        model: byStep.get(step.name),
        worker: workers.get(step.name) ?? `${step.name}_batch`,
      };
    }),
  };
};

const uniqueSteps = (steps: readonly Step[]): readonly Step[] => [...new Map(steps.map((step) => [step.name, step])).values()];

const planDependencies = ({
  step,
  functionName,
  dialect,
  byStep,
}: {
  step: Step;
  functionName: string;
  dialect: Dialect;
  byStep: ReadonlyMap<string, Model>;
}): readonly PlannedDependency[] => {
  // A parameter of that name would hide the function that it is passed to.
  const names = new Names([...dialect.reservedNames, functionName]);
  return step.dependencies.map((dependency) => ({
    step: dependency.name,
    name: names.take({ text: dependency.name, style: dialect.functions, fallback: 'dependency' }),
    model: byStep.get(dependency.name),
  }));
};

/** The step that the server copies for each batch: the one that the step names, else the one that depends on it. */
const workersOf = (steps: readonly Step[]): ReadonlyMap<string, string> => {
  const workers = steps.filter(({ type }) => type === 'batch_worker');
  const dependents = workers.flatMap(({ name, dependencies }) =>
    dependencies.map((parent): [string, string] => [parent.name, name]),
  );
  const named = steps.flatMap(({ name, workerTemplate }): [string, string][] =>
    workerTemplate === undefined ? [] : [[name, workerTemplate.name]],
  );
  return new Map([...dependents, ...named]);
};
