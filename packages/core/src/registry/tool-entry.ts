import type { AnyTool } from '../plugin/tool.ts';
import { coveredHandlers } from './coverage.ts';
import { definitionHash } from './definition-hash.ts';
import { checkReserved, type DefaultDeadlines, entryFacts } from './entry-facts.ts';
import { toInputSchema, toOutputSchema } from './json-schema.ts';
import type { Placed } from './placed.ts';
import { parseWith } from './parse-with.ts';
import type { CoveredEntry, EntryFacts, PreviewedEntry, ReadEntry, ToolEntry } from './types.ts';
import { findUnknownFields } from './unknown-fields.ts';

/**
 * Makes the entry of a tool that is described by zod schemas; throws `invalid_input` for a tool that cannot be listed. JSON Schemas are
 * made when they are asked for: most tools of a composition may belong to backends that no profile has. `checkSchemas` asks for them.
 */
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
  checkReserved(tool.input.shape);
  let hash: string | undefined;
  return {
    ...facts,
    ...handlersOf({ tool, placed }),
    connection: tool.connection,
    offered: tool.offered,
    get definitionHash() {
      hash ??= definitionHash({
        pluginVersion: placed.plugin.version,
        name: facts.name,
        description: facts.description,
        inputSchema: this.inputSchema,
        outputSchema: this.outputSchema,
        risk: tool.kind === 'write' ? tool.risk : undefined,
        coveredBy: tool.kind === 'write' ? tool.coveredBy?.name : undefined,
      });
      return hash;
    },
    get inputSchema() {
      return toInputSchema(tool.input);
    },
    get outputSchema() {
      return toOutputSchema(tool.output);
    },
    parse: parseWith({ schema: tool.input, unknownFields: (value) => findUnknownFields(toInputSchema(tool.input))(value) }),
    checkOutput: parseWith({ schema: tool.output, unknownFields: () => [] }),
    deadlineMs: deadlineOf({ tool, deadlines }),
  };
};

/** Throws `invalid_input` where a schema of the tool cannot be listed. */
export const checkSchemas = ({ inputSchema, outputSchema }: ToolEntry): void => void [inputSchema, outputSchema];

const handlersOf = ({ tool, placed }: { tool: AnyTool; placed: Placed }): Handlers => {
  if (tool.kind === 'read') return { kind: 'read', classify: tool.classify, run: tool.run };
  if (tool.coveredBy !== undefined) return coveredHandlers({ tool, placed });
  const { risk, classify, preview, execute, verify, reconcile } = tool;
  return { kind: 'write', coverage: undefined, risk, classify, preview, execute, verify, reconcile };
};

type Handlers = Omit<ReadEntry, keyof EntryFacts> | Omit<PreviewedEntry, keyof EntryFacts> | Omit<CoveredEntry, keyof EntryFacts>;

const deadlineOf = ({ tool, deadlines }: { tool: AnyTool; deadlines: DefaultDeadlines }): ((input: unknown) => number) => {
  const { deadlineMs = tool.kind === 'read' ? deadlines.readMs : deadlines.executeMs } = tool;
  return typeof deadlineMs === 'number' ? () => deadlineMs : deadlineMs;
};
