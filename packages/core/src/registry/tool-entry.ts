import type * as z from 'zod';
import type { AnyTool } from '../plugin/tool.ts';
import { definitionHash } from './definition-hash.ts';
import { checkReserved, type DefaultDeadlines, entryFacts } from './entry-facts.ts';
import { toInputSchema, toOutputSchema } from './json-schema.ts';
import type { Placed } from './placed.ts';
import { fromZodIssues } from './problems.ts';
import type { Parsed, ToolEntry } from './types.ts';
import { findUnknownFields, type UnknownFields } from './unknown-fields.ts';

/** Makes the entry of a tool that is described by zod schemas; throws `invalid_input` for a tool that cannot be listed. */
export const toolEntry = ({
  tool,
  placed,
  deadlines,
}: {
  tool: AnyTool;
  placed: Placed;
  deadlines: DefaultDeadlines;
}): ToolEntry => {
  const facts = entryFacts({ tool, placed });
  const inputSchema = toInputSchema(tool.input);
  checkReserved(inputSchema);
  const outputSchema = toOutputSchema(tool.output);
  const risk = tool.kind === 'write' ? tool.risk : undefined;
  const { name, description } = facts;
  const common = {
    ...facts,
    connection: tool.connection,
    definitionHash: definitionHash({ pluginVersion: placed.plugin.version, name, description, inputSchema, outputSchema, risk }),
    inputSchema,
    outputSchema,
    parse: parseWith({ schema: tool.input, unknownFields: findUnknownFields(inputSchema) }),
    checkOutput: parseWith({ schema: tool.output, unknownFields: () => [] }),
    deadlineMs: deadlineOf({ tool, deadlines }),
  };
  if (tool.kind === 'read') return { ...common, kind: 'read', run: tool.run };
  const { preview, execute, verify, reconcile, classify } = tool;
  return { ...common, kind: 'write', risk: tool.risk, classify, preview, execute, verify, reconcile };
};

const deadlineOf = ({ tool, deadlines }: { tool: AnyTool; deadlines: DefaultDeadlines }): ((input: unknown) => number) => {
  const { deadlineMs = tool.kind === 'read' ? deadlines.readMs : deadlines.executeMs } = tool;
  return typeof deadlineMs === 'number' ? () => deadlineMs : deadlineMs;
};

const parseWith = ({
  schema,
  unknownFields,
}: {
  schema: z.ZodObject;
  unknownFields: UnknownFields;
}): ((value: unknown) => Parsed | Promise<Parsed>) => {
  let parsesAsync = false;

  const toParsed = (value: unknown, result: z.ZodSafeParseResult<unknown>): Parsed => {
    const unknown = unknownFields(value);
    if (result.success && unknown.length === 0) return { ok: true, value: result.data };
    const wrong = result.success ? [] : fromZodIssues({ issues: result.error.issues, value });
    // Where the author's schema is strict itself, both speak of the same field.
    const known = new Set(unknown.map(({ path }) => path));
    return {
      ok: false,
      problems: [...unknown, ...wrong.filter(({ path, message }) => message !== 'unknown field' || !known.has(path))],
    };
  };

  const parseLater = async (value: unknown): Promise<Parsed> => {
    const result = await schema.safeParseAsync(value);
    parsesAsync = true;
    return toParsed(value, result);
  };

  return (value) => {
    if (parsesAsync) return parseLater(value);
    try {
      return toParsed(value, schema.safeParse(value));
    } catch {
      // Zod says only by throwing that a schema has to be awaited; a check that is broken throws there again.
      return parseLater(value);
    }
  };
};
