import { hex, noSpecial, quoted, words } from '../code-text.ts';
import type { Dialect, ModelType, PlannedDependency } from '../plan.ts';
import type { Sample } from '../sample-value.ts';
import { isObject } from '../sample-value.ts';

export const pythonString = (text: string): string =>
  quoted({ text, special: noSpecial, escape: (code) => (code > 0xff_ff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`) });

export const pythonType = (type: ModelType): string => {
  switch (type.kind) {
    case 'string':
      return 'str';
    case 'integer':
      return 'int';
    case 'number':
      return 'float';
    case 'boolean':
      return 'bool';
    case 'any':
      return 'Any';
    case 'object':
      return 'dict[str, Any]';
    case 'array':
      return `list[${pythonType(type.items)}]`;
    case 'model':
      return type.model.name;
  }
};

export const pythonValue = (sample: Sample): string => {
  if (typeof sample === 'string') return pythonString(sample);
  if (typeof sample === 'boolean') return sample ? 'True' : 'False';
  if (typeof sample === 'number') return String(sample);
  if (isObject(sample))
    return `{${sample.entries.map(([key, value]) => `${pythonString(key)}: ${pythonValue(value)}`).join(', ')}}`;
  return `[${sample.map(pythonValue).join(', ')}]`;
};

/** The model of a dependency, where the handlers use models. */
export const modelOf = ({ dependency, scaffold }: { dependency: PlannedDependency; scaffold: boolean }): string | undefined =>
  scaffold ? dependency.model?.name : undefined;

const keywords = words(`
  False None True and as assert async await break class continue def del elif else except finally for from global
  if import in is lambda nonlocal not or pass raise return try while with yield match case type self
`);
const builtIns = words(`
  str int float bool dict list set isinstance print object
`);
const imported = words(`
  step_handler decision_handler batch_analyzer batch_worker depends_on annotations context batch_context result
`);
// What pydantic's BaseModel has itself; a field of that name would hide it.
const ofBaseModel = words(`
  copy json dict schema schema_json construct validate parse_obj parse_raw parse_file from_orm
  update_forward_refs model_config model_fields model_computed_fields model_extra model_fields_set
  model_construct model_copy model_dump model_dump_json model_json_schema model_parametrized_name model_post_init
  model_rebuild model_validate model_validate_json model_validate_strings
`);

export const python: Dialect = {
  functions: 'snake',
  fields: 'snake',
  reservedNames: [...keywords, ...builtIns, ...imported],
  reservedFields: [...keywords, ...builtIns, ...ofBaseModel],
  reservedTypes: [
    ...keywords,
    'Any',
    'Optional',
    'BaseModel',
    'ConfigDict',
    'Field',
    'StepContext',
    'PermanentError',
    'Decision',
    'BatchConfig',
  ],
};
