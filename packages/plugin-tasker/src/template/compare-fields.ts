import type { FieldType, SchemaField } from './schema-fields.ts';
import { typeName } from './schema-fields.ts';
import type { SchemaFinding } from './schema-findings.ts';

interface Fields {
  readonly producer: readonly SchemaField[];
  readonly consumer: readonly SchemaField[];
  readonly path?: string;
}

/** What a consumer of data misses, reads wrongly or ignores in what a producer yields. */
export const compareFields = ({ producer, consumer, path = '' }: Fields): readonly SchemaFinding[] => {
  const yielded = new Map(producer.map((field) => [field.name, field]));
  const wanted = new Set(consumer.map(({ name }) => name));
  return [
    ...consumer.flatMap((field) => compareField({ field, yielded: yielded.get(field.name), path: `${path}${field.name}` })),
    ...producer
      .filter(({ name }) => !wanted.has(name))
      .map(({ name }) => ({
        code: 'EXTRA_PRODUCER_FIELD',
        breaking: false,
        field_path: `${path}${name}`,
        message: 'The producer yields this field and the consumer does not read it.',
      })),
  ];
};

const compareField = ({
  field,
  yielded,
  path,
}: {
  field: SchemaField;
  yielded: SchemaField | undefined;
  path: string;
}): readonly SchemaFinding[] => {
  if (yielded === undefined) {
    const code = field.required ? 'MISSING_REQUIRED_FIELD' : 'MISSING_OPTIONAL_FIELD';
    const message = `The consumer ${field.required ? 'needs' : 'may read'} this field and the producer does not yield it.`;
    return [{ code, breaking: field.required, field_path: path, message }];
  }
  const mismatches = compareTypes({ producer: yielded.type, consumer: field.type, path });
  if (!field.required || yielded.required) return mismatches;
  return [
    {
      code: 'MISSING_REQUIRED_FIELD',
      breaking: true,
      field_path: path,
      message: 'The consumer needs this field and the producer may leave it out.',
    },
    ...mismatches,
  ];
};

const compareTypes = ({
  producer,
  consumer,
  path,
}: {
  producer: FieldType;
  consumer: FieldType;
  path: string;
}): readonly SchemaFinding[] => {
  if (producer.kind === 'any' || consumer.kind === 'any') return [];
  if (producer.kind === 'array' && consumer.kind === 'array') {
    return compareTypes({ producer: producer.items, consumer: consumer.items, path: `${path}[]` });
  }
  if (producer.kind === 'object' && consumer.kind === 'object') {
    // An object without listed fields may hold any.
    if (producer.fields.length === 0 || consumer.fields.length === 0) return [];
    return compareFields({ producer: producer.fields, consumer: consumer.fields, path: `${path}.` });
  }
  // Every integer is a number.
  if (producer.kind === consumer.kind || (producer.kind === 'integer' && consumer.kind === 'number')) return [];
  return [
    {
      code: 'TYPE_MISMATCH',
      breaking: true,
      field_path: path,
      message: `The producer yields ${typeName(producer)} and the consumer reads ${typeName(consumer)}.`,
    },
  ];
};
