import type { JsonObject, JsonValue } from '@lineclear/core/plugin';
import { listAt, objectAt, textAt } from '../model/object.ts';

/** One operation of the description. */
export interface Operation {
  /** The names of the parameters in the query. */
  readonly query: ReadonlySet<string>;
  /** The name of the definition that answers have, by status; `other` for what is no object. */
  readonly answers: Readonly<Record<string, string>>;
  /** What is done: `list`, `patch`, `delete`, … */
  readonly action: string;
}

/** Finds the operation of a method and path. */
export class Operations {
  readonly #document: JsonObject;
  readonly #templates: readonly { pattern: RegExp; methods: JsonObject; parameters: number }[];

  constructor(document: JsonObject) {
    this.#document = document;
    this.#templates = Object.keys(objectAt(document, 'paths'))
      .map((path) => ({
        pattern: patternOf(path),
        methods: objectAt(document, 'paths', path),
        parameters: path.split('{').length,
      }))
      .toSorted((one, other) => one.parameters - other.parameters);
  }

  find({ method, path }: { method: string; path: string }): Operation | undefined {
    const name = method.toLowerCase();
    const template = this.#templates.find(({ pattern, methods }) => name in methods && pattern.test(path));
    if (template === undefined) return undefined;
    const described = objectAt(template.methods, name);
    const parameters = [...listAt(template.methods, 'parameters'), ...listAt(described, 'parameters')].map((parameter) =>
      this.#followed(parameter),
    );
    return {
      query: new Set(parameters.filter((parameter) => parameter['in'] === 'query').map((parameter) => textAt(parameter, 'name'))),
      answers: Object.fromEntries(
        Object.entries(objectAt(described, 'responses')).map(([status, response]) => [status, definitionIn(response)]),
      ),
      action: textAt(described, 'x-kubernetes-action'),
    };
  }

  #followed(parameter: JsonObject): JsonObject {
    const name = /^#\/parameters\/(.+)$/.exec(textAt(parameter, '$ref'))?.[1];
    return name === undefined ? parameter : objectAt(this.#document, 'parameters', name);
  }
}

const definitionIn = (response: JsonValue): string =>
  /^#\/definitions\/(.+)$/.exec(textAt(response, 'schema', '$ref'))?.[1] ?? 'other';

// The path behind a proxy has slashes of its own.
const patternOf = (path: string): RegExp => {
  const bare = path.replace(/\/$/, '').replaceAll('.', String.raw`\.`);
  return new RegExp(`^${bare.replaceAll('{path}', '.*').replaceAll(/\{\w+\}/g, '[^/]+')}/?$`);
};
