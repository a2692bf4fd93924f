import type { AnyTool } from '../plugin/tool.ts';
import { coveredHandlers } from './coverage.ts';
import { definitionHash } from './definition-hash.ts';
import { checkReserved, type DefaultDeadlines, entryFacts } from './entry-facts.ts';
import { toInputSchema, toOutputSchema } from './json-schema.ts';
import type { Placed } from './placed.ts';
import { parseWith } from './parse-with.ts';
import type { ToolEntry } from './types.ts';
import { findUnknownFields } from './unknown-fields.ts';

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
    offered: tool.offered,
    definitionHash: definitionHash({
      pluginVersion: placed.plugin.version,
      name,
      description,
      inputSchema,
      outputSchema,
      risk,
      coveredBy: tool.kind === 'write' ? tool.coveredBy?.name : undefined,
    }),
    inputSchema,
    outputSchema,
    parse: parseWith({ schema: tool.input, unknownFields: findUnknownFields(inputSchema) }),
    checkOutput: parseWith({ schema: tool.output, unknownFields: () => [] }),
    deadlineMs: deadlineOf({ tool, deadlines }),
  };
  if (tool.kind === 'read') return { ...common, kind: 'read', run: tool.run };
  if (tool.coveredBy !== undefined) return { ...common, ...coveredHandlers({ tool, placed }) };
  const { preview, execute, verify, reconcile, classify } = tool;
  return { ...common, kind: 'write', coverage: undefined, risk: tool.risk, classify, preview, execute, verify, reconcile };
};

const deadlineOf = ({ tool, deadlines }: { tool: AnyTool; deadlines: DefaultDeadlines }): ((input: unknown) => number) => {
  const { deadlineMs = tool.kind === 'read' ? deadlines.readMs : deadlines.executeMs } = tool;
  return typeof deadlineMs === 'number' ? () => deadlineMs : deadlineMs;
};
