import type { JsonObject } from '../plugin/json.ts';
import type { SourceEntry } from '../plugin/source.ts';
import { definitionHash } from './definition-hash.ts';
import { checkReserved, type DefaultDeadlines, entryFacts } from './entry-facts.ts';
import { checkSchema, isObject } from './json-schema.ts';
import type { Placed } from './placed.ts';
import type { SchemaValidators } from './schema-validators.ts';
import type { Parsed, ToolEntry } from './types.ts';
import { findUnknownFields } from './unknown-fields.ts';

/** Makes the entry of a tool that a source describes in JSON Schema; throws `invalid_input` for one that cannot be listed. */
export const sourceEntry = ({
  tool,
  placed,
  deadlines,
  validators,
}: {
  tool: SourceEntry;
  placed: Placed;
  deadlines: DefaultDeadlines;
  validators: SchemaValidators;
}): ToolEntry => {
  const facts = entryFacts({ tool, placed });
  const inputSchema = closedRoot(listable(tool.inputSchema));
  if (isObject(inputSchema['properties'])) checkReserved(inputSchema['properties']);
  const outputSchema = tool.outputSchema === undefined ? undefined : listable(tool.outputSchema);
  const risk = tool.kind === 'write' ? tool.risk : undefined;
  const { name, description } = facts;
  const common = {
    ...facts,
    connection: undefined,
    offered: undefined,
    definitionHash: definitionHash({ pluginVersion: placed.plugin.version, name, description, inputSchema, outputSchema, risk }),
    inputSchema,
    outputSchema,
    parse: parseWith({ inputSchema, validators }),
    checkOutput: checkWith({ outputSchema, validators }),
    deadlineMs: () => tool.deadlineMs ?? (tool.kind === 'read' ? deadlines.readMs : deadlines.executeMs),
  };
  // The parser above is what makes an input; a source's handlers take it as the object it was.
  const asObject = <Call extends { readonly input: unknown }>(call: Call) =>
    Object.assign(call, { input: isObject(call.input) ? call.input : {} });
  if (tool.kind === 'read') return { ...common, kind: 'read', classify: undefined, run: (call) => tool.run(asObject(call)) };
  const { classify, verify, reconcile } = tool;
  return {
    ...common,
    kind: 'write',
    coverage: undefined,
    risk: tool.risk,
    classify: classify && ((call) => classify({ profile: call.profile, input: isObject(call.input) ? call.input : {} })),
    preview: (call) => tool.preview(asObject(call)),
    execute: (call) => tool.execute(asObject(call)),
    verify: verify && ((call) => verify(asObject(call))),
    reconcile: reconcile && ((call) => reconcile(asObject(call))),
  };
};

/** As the author's schemas: without a dialect (2020-12 is MCP's own) and without an identity that references would resolve against. */
const listable = ({ $schema: _dialect, $id: _identity, ...schema }: JsonObject): JsonObject => {
  checkSchema(schema);
  return schema;
};

const opening = [
  'additionalProperties',
  'unevaluatedProperties',
  'patternProperties',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  '$ref',
  '$dynamicRef',
];

/** Only where the root says all there is: combinations and patterns may admit fields of their own. */
const closedRoot = (schema: JsonObject): JsonObject =>
  schema['properties'] === undefined || opening.some((keyword) => Object.hasOwn(schema, keyword))
    ? schema
    : { ...schema, additionalProperties: false };

const parseWith = ({
  inputSchema,
  validators,
}: {
  inputSchema: JsonObject;
  validators: SchemaValidators;
}): ((args: JsonObject) => Parsed) => {
  const validate = validators.prepare(inputSchema);
  const unknownFields = findUnknownFields(inputSchema);
  return (args) => {
    const wrong = validate(args);
    if (wrong.length === 0) return { ok: true, value: args };
    // The same fields, with the names that were probably meant.
    const unknown = unknownFields(args);
    return {
      ok: false,
      problems: [...unknown, ...(unknown.length === 0 ? wrong : wrong.filter(({ message }) => message !== 'unknown field'))],
    };
  };
};

/** Answers are objects on the wire; a source without an output schema may yield anything, and what is no object is put into one. */
const checkWith = ({
  outputSchema,
  validators,
}: {
  outputSchema: JsonObject | undefined;
  validators: SchemaValidators;
}): ((value: unknown) => Parsed) => {
  if (outputSchema === undefined) return (value) => ({ ok: true, value: isObject(value) ? value : { result: value ?? null } });
  const validate = validators.prepare(outputSchema);
  return (value) => {
    const problems = validate(value);
    return problems.length === 0 ? { ok: true, value } : { ok: false, problems };
  };
};
