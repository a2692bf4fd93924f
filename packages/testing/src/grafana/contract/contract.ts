import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { SchemaObject } from 'ajv';
import type { RecordedRequest } from '../../http/route.ts';
import { formats } from '../../openapi/formats.ts';
import { problemTexts } from '../../openapi/problem-texts.ts';
import { isJsonObject } from '../../openapi/json.ts';
import { readIncidentCheck } from './incident-requests.ts';
import type { Operation } from './operation.ts';
import { findOperation, operationsOf } from './operation.ts';
import { closeSchemas } from '../../openapi/close-schemas.ts';
import { correctSchemas } from './overrides.ts';
import { queryProblems } from './query-problems.ts';

/** Grafana's description of its own HTTP API and that of the incident plugin: what they do not describe is not checked. */
export interface Contract {
  /** What is wrong with a request; its path is without the base path of the server. */
  requestProblems(request: Pick<RecordedRequest, 'method' | 'path' | 'url' | 'body' | 'json'>): readonly string[];
  /** What is wrong with an answer. An operation or a status that is not described is a problem too. */
  answerProblems(answer: { method: string; path: string; status: number; json: unknown }): readonly string[];
  /** The fields that an answer (or the items of a list) must have. */
  requiredFields(answer: { method: string; path: string; status: number }): readonly string[];
}

const file = new URL('../../../../../../shared/contracts/grafana-openapi3.reconstructed.json', import.meta.url);
const incidentFile = new URL('grafana-incident-api.json', file);

/** Why requests cannot be compared with the description, or nothing when it is there. */
export const missingContract =
  existsSync(incidentFile) && existsSync(file)
    ? undefined
    : 'the API description is not there: ../shared/contracts/grafana-openapi3.reconstructed.json beside the repository';

let loaded: Promise<Contract | undefined> | undefined;

/** The description, with what it gets wrong put right and no field allowed that it does not name; nothing where the file is absent. */
export const loadContract = (): Promise<Contract | undefined> =>
  (loaded ??= missingContract === undefined ? readContract() : Promise.resolve(undefined));

const readContract = async (): Promise<Contract> => {
  // The checker is a development tool: what is published never comes here, because the file is not published.
  const { Ajv } = await import('ajv');
  const document: unknown = JSON.parse(await readFile(file, 'utf8'));
  const incidentProblems = await readIncidentCheck(incidentFile);
  const schemas = schemasOf(document);
  correctSchemas(schemas);
  closeSchemas(schemas);
  const operations = operationsOf(document);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    unicodeRegExp: false,
    formats,
    schemas: { description: { components: { schemas } } },
  });
  const validators = new Map<unknown, ReturnType<typeof ajv.compile>>();
  const problemsOf = (schema: SchemaObject, value: unknown): readonly string[] => {
    const validate = validators.get(schema) ?? ajv.compile(absolute(schema));
    validators.set(schema, validate);
    if (validate(value)) return [];
    return problemTexts(validate.errors);
  };
  return {
    requestProblems: (request) => {
      const operation = findOperation(operations, request);
      if (operation === undefined) return incidentProblems(request);
      return [...queryProblems({ operation, request }), ...bodyProblems({ operation, request, problemsOf })];
    },
    answerProblems: ({ json, ...answer }) => {
      const response = findOperation(operations, answer)?.responses[String(answer.status)];
      if (response === undefined) return [`${answer.method} ${answer.path} with ${answer.status} is not described`];
      return response === 'empty' ? [] : problemsOf(response, json);
    },
    requiredFields: (answer) => {
      const response = findOperation(operations, answer)?.responses[String(answer.status)];
      return response === undefined || response === 'empty' ? [] : requiredOf(response, schemas);
    },
  };
};

const bodyProblems = ({
  operation,
  request,
  problemsOf,
}: {
  operation: Operation;
  request: Pick<RecordedRequest, 'body' | 'json'>;
  problemsOf: (schema: SchemaObject, value: unknown) => readonly string[];
}): readonly string[] => {
  if (operation.body === undefined) return request.body === '' ? [] : ['a body where none belongs'];
  return request.json === undefined ? ['the body is no JSON'] : problemsOf(operation.body, request.json);
};

const requiredOf = (schema: SchemaObject, schemas: Readonly<Record<string, SchemaObject>>): readonly string[] => {
  const [, name] = /\/schemas\/(.+)$/.exec(String(schema['$ref'])) ?? [];
  const named = name === undefined ? undefined : schemas[name];
  if (named !== undefined) return requiredOf(named, schemas);
  if (isJsonObject(schema['items'])) return requiredOf(schema['items'], schemas);
  return Array.isArray(schema['required']) ? schema['required'].map(String) : [];
};

// A reference of the document points at its own root.
const absolute = (schema: SchemaObject): SchemaObject =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"description#/components/'));

const schemasOf = (document: unknown): Record<string, SchemaObject> => {
  const components = isJsonObject(document) ? document['components'] : undefined;
  const schemas = isJsonObject(components) ? components['schemas'] : undefined;
  if (!isJsonObject(schemas)) throw new Error('The description has no schemas.');
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, isJsonObject(schema) ? schema : {}]));
};
