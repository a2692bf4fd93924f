import type { Step, StepType, Template } from '../template/model.ts';
import type { NameStyle } from './names.ts';

export type ModelType =
  | { readonly kind: 'string' | 'integer' | 'number' | 'boolean' | 'any' | 'object' }
  | { readonly kind: 'array'; readonly items: ModelType }
  | { readonly kind: 'model'; readonly model: Model };

export interface ModelField {
  /** As it stands in the JSON. */
  readonly wire: string;
  /** As the code calls it. */
  readonly name: string;
  readonly type: ModelType;
  readonly required: boolean;
  readonly description: string | undefined;
}

/** A type of the generated code: what a step yields, or an object inside that. */
export interface Model {
  readonly name: string;
  readonly about: string;
  readonly description: string | undefined;
  readonly fields: readonly ModelField[];
}

export interface PlannedDependency {
  readonly step: string;
  /** The parameter that takes its result. */
  readonly name: string;
  readonly model: Model | undefined;
}

export interface PlannedHandler {
  readonly step: Step;
  readonly type: StepType;
  readonly functionName: string;
  readonly className: string;
  readonly inputName: string;
  /** What the worker looks the handler up by. */
  readonly callable: string;
  readonly dependencies: readonly PlannedDependency[];
  readonly model: Model | undefined;
  /** For a batchable step: the step whose copies do the work. */
  readonly worker: string;
}

/** Everything that the writers of one language need; names are valid there. */
export interface Plan {
  readonly template: Template;
  readonly moduleName: string;
  readonly handlers: readonly PlannedHandler[];
  /** What is used comes before its users. */
  readonly models: readonly Model[];
  /** Whether handlers and tests use the models. */
  readonly scaffold: boolean;
}

/** What the worker wants from steps of some types instead of a result of their own. */
export const wantedResult = (type: StepType): 'Decision' | 'BatchConfig' | undefined => {
  if (type === 'decision') return 'Decision';
  return type === 'batchable' ? 'BatchConfig' : undefined;
};

/** The models that handlers name in their signatures, in order of the alphabet; none without a scaffold. */
export const modelsInSignatures = ({ handlers, scaffold }: Plan): readonly string[] => {
  if (!scaffold) return [];
  const names = handlers.flatMap(({ type, model, dependencies }) => [
    wantedResult(type) === undefined ? model?.name : undefined,
    ...dependencies.map((dependency) => dependency.model?.name),
  ]);
  return [...new Set(names.filter((name) => name !== undefined))].toSorted();
};

/** How a language names things. */
export interface Dialect {
  readonly functions: NameStyle;
  /** `wire` keeps the names of the JSON, for languages that can quote them. */
  readonly fields: NameStyle | 'wire';
  readonly reservedNames: Iterable<string>;
  readonly reservedFields: Iterable<string>;
  readonly reservedTypes: Iterable<string>;
}

/** The texts of one language. */
export interface GeneratedCode {
  readonly types: string;
  readonly handlers: string;
  readonly tests: string;
  readonly handler_registry?: string;
}
