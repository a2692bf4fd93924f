import type { RecordedRequest } from '../../http/route.ts';
import { fitsParameter } from '../../openapi/fits-parameter.ts';
import type { Checker } from './checker.ts';
import { createChecker } from './checker.ts';
import { missingContract, readDocument } from './document.ts';
import type { Operation } from './operations.ts';
import { Operations } from './operations.ts';

/** GitHub's description of its own REST API. */
export interface Contract {
  /** Whether the description has the operation. */
  has(request: Pick<RecordedRequest, 'method' | 'path'>): boolean;
  /** What is wrong with a request; nothing with one that is not described. */
  requestProblems(request: Pick<RecordedRequest, 'method' | 'path' | 'url' | 'body' | 'json'>): readonly string[];
  /** What is wrong with an answer. An operation or a status that is not described is a problem too. */
  answerProblems(answer: { method: string; path: string; status: number; json: unknown }): readonly string[];
}

let loaded: Promise<Contract | undefined> | undefined;

/** The description, read with the first call; nothing where the file is absent. */
export const loadContract = (): Promise<Contract | undefined> =>
  (loaded ??= missingContract === undefined ? readContract() : Promise.resolve(undefined));

const readContract = async (): Promise<Contract> => {
  const document = await readDocument();
  const operations = new Operations(document);
  const check = await createChecker(document);
  return {
    has: (request) => operations.find(request) !== undefined,
    requestProblems: (request) => {
      const operation = operations.find(request);
      if (operation === undefined) return [];
      return [...queryProblems(operation, request.url), ...bodyProblems({ operation, request, check })];
    },
    answerProblems: ({ json, ...answer }) => {
      const response = operations.find(answer)?.responses[String(answer.status)];
      if (response === undefined) return [`${answer.method} ${answer.path} with ${answer.status} is not described`];
      return response === 'empty' ? [] : check(response, json);
    },
  };
};

const queryProblems = ({ query }: Operation, url: string): readonly string[] =>
  [...new URL(url, 'http://loopback').searchParams].flatMap(([name, value]) => {
    const schema = query[name];
    if (schema === undefined) return [`the query has no parameter ${name}`];
    return fitsParameter(schema, value) ? [] : [`the parameter ${name} is no ${String(schema['type'])}`];
  });

const bodyProblems = ({
  operation,
  request,
  check,
}: {
  operation: Operation;
  request: Pick<RecordedRequest, 'body' | 'json'>;
  check: Checker;
}): readonly string[] => {
  if (request.body === '') return operation.needsBody ? ['the body is missing'] : [];
  // Clients send an empty object where an operation takes nothing.
  if (operation.body === undefined) return request.body === '{}' ? [] : ['a body where none belongs'];
  return request.json === undefined ? ['the body is no JSON'] : check(operation.body, request.json);
};
