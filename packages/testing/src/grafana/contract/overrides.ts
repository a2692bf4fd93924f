import type { SchemaObject } from 'ajv';
import { isJsonObject } from '../../openapi/json.ts';

const text = { type: 'string' };
const count = { type: 'integer' };

// Newer and older error shapes come from the same endpoints.
const anyError: SchemaObject = {
  type: 'object',
  required: ['message'],
  properties: {
    message: text,
    status: text,
    statusCode: count,
    messageId: text,
    error: text,
    traceID: text,
    title: text,
    accessErrorId: text,
    extra: { type: 'object' },
  },
};

const addFields =
  (fields: SchemaObject) =>
  (schema: SchemaObject): void => {
    Object.assign(schema['properties'], fields);
  };

const replaceBy =
  (replacement: SchemaObject) =>
  (schema: SchemaObject): void => {
    for (const key of Object.keys(schema)) delete schema[key];
    Object.assign(schema, structuredClone(replacement));
  };

/** Where the description differs from what the server takes and sends. */
const overrides: Readonly<Record<string, (schema: SchemaObject) => void>> = {
  ErrorResponseBody: replaceBy(anyError),
  ValidationError: replaceBy(anyError),
  PublicError: replaceBy(anyError),
  // The description shows the server's own struct with the body inside.
  ForbiddenError: replaceBy(anyError),
  Ack: replaceBy({ type: 'object', required: ['message'], properties: { message: text } }),
  PostDashboardOKBody: addFields({ slug: text }),
  // The health of a datasource answers more than the common message.
  SuccessResponseBody: addFields({ status: text, details: { type: 'object' } }),
  ProvisionedAlertRule: (schema) => {
    // The server puts the organisation of the caller in its place.
    schema['required'] = ['title', 'ruleGroup', 'folderUID', 'condition', 'data', 'noDataState', 'execErrState', 'for'];
    for (const state of ['noDataState', 'execErrState']) {
      const field: unknown = schema['properties'][state];
      if (isJsonObject(field) && Array.isArray(field['enum'])) field['enum'].push('KeepLast');
    }
  },
};

export const correctSchemas = (schemas: Readonly<Record<string, SchemaObject>>): void => {
  for (const [name, change] of Object.entries(overrides)) {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`The description has no ${name}.`);
    change(schema);
  }
};
