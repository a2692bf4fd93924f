import type { JsonObject, JsonValue } from '../plugin/json.ts';
import { isObject } from './json-schema.ts';
import { memoised } from './memoised.ts';
import { type Path, toPath } from './problems.ts';
import { didYouMean } from './similar.ts';
import type { Problem } from './types.ts';

/** Finds fields that a closed schema does not name, at any depth. */
export type UnknownFields = (value: unknown) => readonly Problem[];

/** Enough to see what is wrong; arguments full of unknown names cost no more than this many comparisons. */
const mostProblems = 50;

type Check = (value: unknown, path: Path, problems: Problem[]) => void;

/**
 * Compiles the search for one input schema. Zod drops unknown fields of nested objects silently, and a dropped field is one whose
 * effect the caller believes in; so they are looked for here, once, with the schema that was listed.
 */
export const findUnknownFields = memoised((schema: JsonObject): UnknownFields => {
  const compile = createCompiler(schema);
  const check = compile(schema);
  if (check === undefined) return () => [];
  return (value) => {
    const problems: Problem[] = [];
    check(value, [], problems);
    return problems;
  };
});

const createCompiler = (root: JsonObject): ((schema: JsonValue | undefined) => Check | undefined) => {
  const targets = new Map<string, Check | undefined>();

  const compile = (schema: JsonValue | undefined): Check | undefined => {
    if (!isObject(schema)) return undefined;
    const checks = [
      compileReference(schema['$ref']),
      compileObject(schema),
      compileList(schema),
      compileChoice(schema['anyOf'] ?? schema['oneOf']),
    ].filter((check) => check !== undefined);
    if (checks.length < 2) return checks[0];
    return (value, path, problems) => checks.forEach((check) => check(value, path, problems));
  };

  const compileObject = ({ properties, additionalProperties }: JsonObject): Check | undefined => {
    const fields = new Map(Object.entries(isObject(properties) ? properties : {}).map(([name, part]) => [name, compile(part)]));
    const rest = compile(additionalProperties);
    const isClosed = additionalProperties === false;
    if (!isClosed && rest === undefined && [...fields.values()].every((check) => check === undefined)) return undefined;
    return (value, path, problems) => {
      if (!isObject(value)) return;
      for (const name of Object.keys(value)) {
        if (problems.length >= mostProblems) return;
        if (isClosed && !fields.has(name)) problems.push(unknownField({ path, name, known: fields.keys() }));
        else (fields.has(name) ? fields.get(name) : rest)?.(value[name], [...path, name], problems);
      }
    };
  };

  const compileList = ({ items, prefixItems }: JsonObject): Check | undefined => {
    const first = Array.isArray(prefixItems) ? prefixItems.map(compile) : [];
    const others = compile(items);
    if (others === undefined && first.every((check) => check === undefined)) return undefined;
    return (value, path, problems) => {
      if (!Array.isArray(value)) return;
      value.forEach((item, index) => (index < first.length ? first[index] : others)?.(item, [...path, index], problems));
    };
  };

  /** The alternative with the fewest unknown fields is the one that was meant. */
  const compileChoice = (choices: JsonValue | undefined): Check | undefined => {
    if (!Array.isArray(choices)) return undefined;
    const checks = choices.filter(isObject).map((choice) => ({ check: compile(choice), fits: mayBe(choice) }));
    if (checks.every(({ check }) => check === undefined)) return undefined;
    return (value, path, problems) => {
      let fewest: readonly Problem[] | undefined;
      for (const { check, fits } of checks) {
        if (!fits(value)) continue;
        const found: Problem[] = [];
        check?.(value, path, found);
        if (fewest === undefined || found.length < fewest.length) fewest = found;
      }
      problems.push(...(fewest ?? []));
    };
  };

  const compileReference = (reference: JsonValue | undefined): Check | undefined => {
    if (typeof reference !== 'string') return undefined;
    if (!targets.has(reference)) {
      // Entered before it is compiled, because a schema may refer to itself.
      targets.set(reference, undefined);
      targets.set(reference, compile(targetOf({ root, reference })));
    }
    return (value, path, problems) => targets.get(reference)?.(value, path, problems);
  };

  return compile;
};

/** Whether a value may be of an alternative: its type and its constants (the tag of a union) decide. */
const mayBe = ({ type, properties }: JsonObject): ((value: unknown) => boolean) => {
  const types = type === undefined ? undefined : new Set([type].flat());
  const constants = Object.entries(isObject(properties) ? properties : {}).flatMap(([name, part]) =>
    isObject(part) && part['const'] !== undefined ? [{ name, constant: part['const'] }] : [],
  );
  return (value) => {
    if (types?.has(typeOf(value)) === false && !(types.has('integer') && typeof value === 'number')) return false;
    return constants.every(({ name, constant }) => !isObject(value) || value[name] === constant);
  };
};

const typeOf = (value: unknown): string => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

const targetOf = ({ root, reference }: { root: JsonObject; reference: string }): JsonValue | undefined =>
  reference
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<JsonValue | undefined>((schema, key) => (isObject(schema) ? schema[key] : undefined), root);

const unknownField = ({ path, name, known }: { path: Path; name: string; known: Iterable<string> }): Problem => ({
  path: toPath([...path, name]),
  message: `unknown field${didYouMean({ name, known })}`,
});
