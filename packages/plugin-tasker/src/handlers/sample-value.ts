import type { Model, ModelType } from './plan.ts';

/** An example of what a model holds, for tests: its required fields. */
export type Sample = string | number | boolean | readonly Sample[] | SampleObject;
export interface SampleObject {
  readonly entries: readonly (readonly [string, Sample])[];
}

export const sampleModel = ({ fields }: Model): SampleObject => ({
  entries: fields.filter(({ required }) => required).map(({ wire, type }) => [wire, sampleOf(type)]),
});

const sampleOf = (type: ModelType): Sample => {
  switch (type.kind) {
    case 'string':
    case 'any':
      return 'text';
    case 'integer':
      return 1;
    case 'number':
      return 1.5;
    case 'boolean':
      return true;
    case 'array':
      return [sampleOf(type.items)];
    case 'object':
      return { entries: [] };
    case 'model':
      return sampleModel(type.model);
  }
};

export const isObject = (sample: Sample): sample is SampleObject =>
  typeof sample === 'object' && 'entries' in sample && !Array.isArray(sample);

/** As JSON text. Written by hand, because a field may be called `__proto__`. */
export const sampleJson = (sample: Sample): string => {
  if (Array.isArray(sample)) return `[${sample.map(sampleJson).join(', ')}]`;
  if (isObject(sample))
    return `{${sample.entries.map(([key, value]) => `${JSON.stringify(key)}: ${sampleJson(value)}`).join(', ')}}`;
  return JSON.stringify(sample);
};
