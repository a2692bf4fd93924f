import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import type { RecordedRequest } from '../../http/route.ts';
import { closeSchemas } from '../../openapi/close-schemas.ts';
import { formats } from '../../openapi/formats.ts';
import { isJsonObject } from '../../openapi/json.ts';
import { problemTexts } from '../../openapi/problem-texts.ts';
import type { ResourceKind } from '../model/kinds.ts';
import { listAt, objectAt, textAt } from '../model/object.ts';
import { missingContract, readDocument } from './document.ts';
import type { Operation } from './operations.ts';
import { Operations } from './operations.ts';

/** The vendor's description of the API. */
export interface Contract {
  /** What is wrong with the method, the path and the query of a request. */
  requestProblems(request: Pick<RecordedRequest, 'method' | 'path' | 'url'>): readonly string[];
  /** What is wrong with an object of a kind that somebody sends; what is missing is not looked at. */
  objectProblems(kind: ResourceKind, object: JsonValue): Promise<readonly string[]>;
  /** What is wrong with an answer. */
  answerProblems(answer: { method: string; path: string; status: number; json: unknown }): Promise<readonly string[]>;
  /** The description itself. */
  readonly document: JsonObject;
}

let loaded: Promise<Contract | undefined> | undefined;

/** The description, read with the first call; nothing where the file is absent. */
export const loadContract = (): Promise<Contract | undefined> =>
  (loaded ??= missingContract === undefined ? readContract() : Promise.resolve(undefined));

const statusName = 'io.k8s.apimachinery.pkg.apis.meta.v1.Status';

const readContract = async (): Promise<Contract> => {
  const document = await readDocument();
  const operations = new Operations(document);
  // Preparing the checker takes longer than reading the description: not everybody who asks something sends an object.
  let prepared: Promise<Checker> | undefined;
  const check = async (...asked: Parameters<Checker>) => (await (prepared ??= createChecker(document)))(...asked);
  const kinds = kindsIn(document);
  return {
    document,
    requestProblems: ({ method, path, url }) => {
      if (!isDescribed(path)) return [];
      const operation = operations.find({ method, path });
      if (operation === undefined) return [`${method} ${path} is not described`];
      if (operation.action === '') return [];
      return [...new URL(url, 'http://loopback').searchParams.keys()]
        .filter((name) => !operation.query.has(name) && !isTakenAnyhow(name, { path, operation }))
        .map((name) => `the query has no parameter ${name}`);
    },
    objectProblems: async (kind, object) => {
      const name = kinds.get(`${kind.group}/${kind.version}/${kind.kind}`);
      const problems = name === undefined ? [] : await check(name, object);
      return problems.filter((problem) => !problem.includes('must have required property'));
    },
    answerProblems: async ({ method, path, status, json }) => {
      if (status >= 400) return check(statusName, json);
      // An eviction is answered so, although it is described as an Eviction.
      const isEviction = path.endsWith('/eviction') && isJsonObject(json) && json['kind'] === 'Status';
      if (isEviction) return check(statusName, json);
      if (!isDescribed(path)) return [];
      const operation = operations.find({ method, path });
      const name = operation?.answers[String(status)];
      if (operation === undefined || name === undefined) return [`${method} ${path} with ${status} is not described`];
      if (name === 'other') return [];
      // What waits for something before it goes is shown instead of the word that it is gone.
      const shown = operation.action.startsWith('delete') ? definitionOf(kinds, json) : undefined;
      return check(shown ?? name, json);
    },
  };
};

// Every request may say how long it may take, a proxy passes on what it is given, and the description has no word for a
// time in a query, which `kubectl logs --since-time` sends.
const isTakenAnyhow = (name: string, { path, operation }: { path: string; operation: Operation }): boolean =>
  name === 'timeout' ||
  (operation.action === 'connect' && path.includes('/proxy')) ||
  (name === 'sinceTime' && path.endsWith('/log'));

// Groups that are not the server's own: metrics, and what definitions in the cluster add.
const isDescribed = (path: string): boolean =>
  /^\/(api|version)/.test(path) &&
  !path.startsWith('/apis/metrics.k8s.io') &&
  !/^\/apis\/[^/]+\.(com|dev|io|org|test)(?<!\.k8s\.io)(\/|$)/.test(path);

const kindsIn = (document: JsonObject): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(objectAt(document, 'definitions')).flatMap(([name, definition]) => {
      const kinds = listAt(definition, 'x-kubernetes-group-version-kind');
      const [kind] = kinds;
      if (kind === undefined || kinds.length > 1) return [];
      return [[`${textAt(kind, 'group')}/${textAt(kind, 'version')}/${textAt(kind, 'kind')}`, name] as const];
    }),
  );

const definitionOf = (kinds: ReadonlyMap<string, string>, json: unknown): string | undefined => {
  if (!isJsonObject(json) || json['kind'] === 'Status') return undefined;
  const apiVersion = textAt(json, 'apiVersion');
  return kinds.get(`${apiVersion.includes('/') ? '' : '/'}${apiVersion}/${textAt(json, 'kind')}`);
};

type Checker = (definition: string, value: unknown) => readonly string[];

const createChecker = async (document: JsonObject): Promise<Checker> => {
  // The checker is a development tool: what is published never comes here, because the description is not published.
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false, formats: allFormats, validateFormats: true });
  const definitions = completed(structuredClone(objectAt(document, 'definitions')));
  ajv.addSchema({ $id: 'kubernetes', definitions });
  const validators = new Map<string, ReturnType<typeof ajv.compile>>();
  return (name, value) => {
    const validate = validators.get(name) ?? ajv.compile({ $ref: `kubernetes#/definitions/${name}` });
    validators.set(name, validate);
    return validate(withoutNulls(value)) ? [] : problemTexts(validate.errors);
  };
};

const completed = (definitions: JsonObject): JsonObject => {
  closeSchemas(definitions);
  const visit = (value: JsonValue): void => {
    if (Array.isArray(value)) for (const inner of value) visit(inner);
    if (!isJsonObject(value)) return;
    for (const inner of Object.values(value)) visit(inner);
    if (value['format'] === 'int-or-string') value['type'] = ['integer', 'string'];
  };
  visit(definitions);
  return definitions;
};

// To the server, null is the same as nothing; its own answers have a few where a time is not known.
const withoutNulls = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => (inner === null ? [] : [[name, withoutNulls(inner)]])),
  );
};

const isText = (): boolean => true;
const allFormats = {
  ...formats,
  int32: { type: 'number', validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31 },
  byte: /^[A-Za-z0-9+/]*={0,2}$/,
  'int-or-string': isText,
} as const;
