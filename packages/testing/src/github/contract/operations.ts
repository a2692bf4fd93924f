import type { JsonObject } from '@lineclear/core/plugin';
import type { SchemaObject } from 'ajv';
import { at, followed } from './document.ts';

/** One operation of the description. */
export interface Operation {
  readonly query: Readonly<Record<string, SchemaObject>>;
  readonly body: SchemaObject | undefined;
  readonly needsBody: boolean;
  /** By status; `empty` where no body is described. */
  readonly responses: Readonly<Record<string, SchemaObject | 'empty'>>;
}

interface Template {
  readonly pattern: RegExp;
  readonly parameters: number;
  readonly methods: JsonObject;
}

/** Finds the operation of a method and path; one without parameters before one with. */
export class Operations {
  readonly #document: JsonObject;
  readonly #templates: readonly Template[];
  readonly #known = new Map<JsonObject, Operation>();

  constructor(document: JsonObject) {
    this.#document = document;
    this.#templates = Object.entries(at(document, 'paths'))
      .map(([path, methods]) => ({ pattern: patternOf(path), parameters: path.split('{').length, methods: at(methods) }))
      .toSorted((one, other) => one.parameters - other.parameters);
  }

  find({ method, path }: { method: string; path: string }): Operation | undefined {
    const name = method === 'HEAD' ? 'get' : method.toLowerCase();
    const template = this.#templates.find(({ pattern, methods }) => name in methods && pattern.test(path));
    if (template === undefined) return undefined;
    const described = at(template.methods, name);
    const operation = this.#known.get(described) ?? this.#toOperation(described);
    this.#known.set(described, operation);
    return operation;
  }

  #toOperation(described: JsonObject): Operation {
    const parameters = Array.isArray(described['parameters']) ? described['parameters'] : [];
    const body = at(described, 'requestBody');
    return {
      query: Object.fromEntries(
        parameters
          .map((parameter) => followed(this.#document, parameter))
          .filter((parameter) => parameter['in'] === 'query')
          .map((parameter) => [String(parameter['name']), at(parameter, 'schema')]),
      ),
      body: schemaIn(body),
      needsBody: body['required'] === true,
      responses: Object.fromEntries(
        Object.entries(at(described, 'responses')).map(([status, response]) => [
          status,
          schemaIn(followed(this.#document, response)) ?? 'empty',
        ]),
      ),
    };
  }
}

// The path of a file and the name of a ref have slashes of their own.
const isDeep = /\/git\/[\w-]+\/\{ref\}$|\{(path|basehead)\}$/;

const patternOf = (path: string): RegExp => {
  const last = isDeep.test(path) ? '.+' : '[^/]+';
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(
    `^${parts.map((part, index) => part + (index === parts.length - 1 ? '' : index === parts.length - 2 ? last : '[^/]+')).join('')}$`,
  );
};

const schemaIn = (holder: JsonObject): SchemaObject | undefined => {
  const schema = at(holder, 'content', 'application/json')['schema'];
  return schema === undefined ? undefined : at(schema);
};
