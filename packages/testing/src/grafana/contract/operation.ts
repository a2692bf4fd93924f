import type { SchemaObject } from 'ajv';
import { matchEndpoint } from '../../http/endpoint-path.ts';
import { isJsonObject } from '../../openapi/json.ts';

/** One operation of the description. */
export interface Operation {
  readonly method: string;
  /** With `/api` in front and its parameters as `:name`. */
  readonly path: string;
  readonly query: Readonly<Record<string, SchemaObject>>;
  readonly body: SchemaObject | undefined;
  /** By status; `empty` where no body is described. */
  readonly responses: Readonly<Record<string, SchemaObject | 'empty'>>;
}

/** The operation of a method and path; one without parameters before one with. Nothing where none is described. */
export const findOperation = (
  operations: readonly Operation[],
  { method, path }: { method: string; path: string },
): Operation | undefined =>
  operations.find((operation) => operation.method === method && matchEndpoint(operation.path, path) !== undefined);

export const operationsOf = (document: unknown): readonly Operation[] => {
  const paths = isJsonObject(document) && isJsonObject(document['paths']) ? document['paths'] : {};
  return (
    Object.entries(paths)
      // What a datasource is asked is the datasource's own business.
      .filter(([path]) => !path.includes('{datasource_proxy_route}'))
      .toSorted(([one], [other]) => parametersIn(one) - parametersIn(other))
      .flatMap(([path, methods]) =>
        Object.entries(isJsonObject(methods) ? methods : {}).map(([method, operation]) =>
          toOperation({ path, method, operation }),
        ),
      )
  );
};

const parametersIn = (path: string): number => path.split('{').length;

const toOperation = ({ path, method, operation }: { path: string; method: string; operation: unknown }): Operation => {
  const { parameters, requestBody, responses } = isJsonObject(operation) ? operation : {};
  return {
    method: method.toUpperCase(),
    path: `/api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`,
    query: Object.fromEntries(
      (Array.isArray(parameters) ? parameters : [])
        .filter(isJsonObject)
        .filter((parameter) => parameter['in'] === 'query')
        .map((parameter) => [String(parameter['name']), isJsonObject(parameter['schema']) ? parameter['schema'] : {}]),
    ),
    body: schemaIn(requestBody),
    responses: Object.fromEntries(
      Object.entries(isJsonObject(responses) ? responses : {}).map(([status, response]) => [
        status,
        schemaIn(response) ?? 'empty',
      ]),
    ),
  };
};

const schemaIn = (holder: unknown): SchemaObject | undefined => {
  const content = isJsonObject(holder) ? holder['content'] : undefined;
  const [first] = Object.values(isJsonObject(content) ? content : {});
  return isJsonObject(first) && isJsonObject(first['schema']) ? first['schema'] : undefined;
};
