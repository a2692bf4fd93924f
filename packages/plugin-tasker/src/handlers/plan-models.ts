import type { Step } from '../template/model.ts';
import type { FieldType, SchemaField } from '../template/schema-fields.ts';
import { schemaFields } from '../template/schema-fields.ts';
import { Names } from './names.ts';
import type { Dialect, Model, ModelField, ModelType } from './plan.ts';

/** Plans the types of the results of these steps; a step without a result schema has none. */
export const planModels = ({
  steps,
  dialect,
}: {
  steps: readonly Step[];
  dialect: Dialect;
}): { models: readonly Model[]; byStep: ReadonlyMap<string, Model> } => {
  const names = new Names(dialect.reservedTypes);
  const models: Model[] = [];

  const planModel = ({ wanted, about, description, fields }: Wanted): Model => {
    const name = names.take({ text: wanted, style: 'pascal', fallback: 'StepResult' });
    const fieldNames = new Names(dialect.reservedFields);
    const planned = fields.map((field): ModelField => ({
      wire: field.name,
      name:
        dialect.fields === 'wire' ? field.name : fieldNames.take({ text: field.name, style: dialect.fields, fallback: 'field' }),
      type: planType({ type: field.type, owner: `${wanted} ${field.name}`, about: `Field ${field.name}` }),
      required: field.required,
      description: field.description,
    }));
    const model: Model = { name, about, description, fields: planned };
    models.push(model);
    return model;
  };

  const planType = ({ type, owner, about }: { type: FieldType; owner: string; about: string }): ModelType => {
    if (type.kind === 'array') return { kind: 'array', items: planType({ type: type.items, owner, about }) };
    if (type.kind !== 'object') return { kind: type.kind };
    if (type.fields.length === 0) return { kind: 'object' };
    return { kind: 'model', model: planModel({ wanted: owner, about, description: undefined, fields: type.fields }) };
  };

  const byStep = new Map<string, Model>();
  for (const { name, description, resultSchema } of steps) {
    if (resultSchema === undefined || byStep.has(name)) continue;
    const wanted = `${name} result`;
    byStep.set(name, planModel({ wanted, about: `Step ${name}`, description, fields: schemaFields(resultSchema) }));
  }
  return { models, byStep };
};

interface Wanted {
  readonly wanted: string;
  readonly about: string;
  readonly description: string | undefined;
  readonly fields: readonly SchemaField[];
}
