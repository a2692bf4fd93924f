import type { FieldType, SchemaField } from './schema-fields.ts';
import { typeName } from './schema-fields.ts';
import type { SchemaFinding } from './schema-findings.ts';

/** What changed between two versions of a result, seen by those who read it. */
export const diffFields = ({
  before,
  after,
  path = '',
}: {
  before: readonly SchemaField[];
  after: readonly SchemaField[];
  path?: string;
}): readonly SchemaFinding[] => {
  const earlier = new Map(before.map((field) => [field.name, field]));
  const later = new Map(after.map((field) => [field.name, field]));
  return [
    ...before.flatMap((field) => {
      const field_path = `${path}${field.name}`;
      const now = later.get(field.name);
      return now === undefined ? [removed({ field, field_path })] : diffField({ before: field, after: now, path: field_path });
    }),
    ...after.filter(({ name }) => !earlier.has(name)).map((field) => added({ field, field_path: `${path}${field.name}` })),
  ];
};

const removed = ({ field, field_path }: { field: SchemaField; field_path: string }): SchemaFinding => ({
  code: 'FIELD_REMOVED',
  breaking: true,
  field_path,
  message: 'This field is gone; steps that read it fail or read nothing.',
  before_type: typeName(field.type),
});

const added = ({ field, field_path }: { field: SchemaField; field_path: string }): SchemaFinding => ({
  code: 'FIELD_ADDED',
  breaking: false,
  field_path,
  message: 'This field is new.',
  after_type: typeName(field.type),
});

const diffField = ({
  before,
  after,
  path,
}: {
  before: SchemaField;
  after: SchemaField;
  path: string;
}): readonly SchemaFinding[] => {
  const types = diffTypes({ before: before.type, after: after.type, path });
  if (before.required === after.required) return types;
  const loosened: SchemaFinding = before.required
    ? {
        code: 'REQUIRED_TO_OPTIONAL',
        breaking: true,
        field_path: path,
        message: 'This field may be absent now; steps that rely on it fail.',
      }
    : { code: 'OPTIONAL_TO_REQUIRED', breaking: false, field_path: path, message: 'This field is always there now.' };
  return [loosened, ...types];
};

const diffTypes = ({ before, after, path }: { before: FieldType; after: FieldType; path: string }): readonly SchemaFinding[] => {
  if (before.kind === 'array' && after.kind === 'array')
    return diffTypes({ before: before.items, after: after.items, path: `${path}[]` });
  if (before.kind === 'object' && after.kind === 'object') {
    return diffFields({ before: before.fields, after: after.fields, path: `${path}.` });
  }
  if (before.kind === after.kind) return [];
  // Whoever reads any value or any number also reads a narrower one.
  const isNarrower = before.kind === 'any' || (before.kind === 'number' && after.kind === 'integer');
  return [
    {
      code: 'TYPE_CHANGED',
      breaking: !isNarrower,
      field_path: path,
      message: `This field was ${typeName(before)} and is ${typeName(after)}.`,
      before_type: typeName(before),
      after_type: typeName(after),
    },
  ];
};
