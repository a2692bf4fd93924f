import type { CoveredWriteTool } from '../plugin/covered-write.ts';
import { LineclearError } from '../plugin/errors.ts';
import { worstRisk } from '../plugin/risk.ts';
import { canonicalName } from './names.ts';
import type { Placed } from './placed.ts';
import type { CoveredEntry, EntryFacts } from './types.ts';

// The types of its handlers are known to the tool alone; core parses before it calls.
// oxlint-disable-next-line typescript/no-explicit-any
type AnyCovered = CoveredWriteTool<any, any, any, any>;

/** What makes an entry of a covered write. Throws `invalid_input` where the write that it names cannot cover it. */
export const coveredHandlers = ({ tool, placed }: { tool: AnyCovered; placed: Placed }): Omit<CoveredEntry, keyof EntryFacts> => {
  const problem = coverageProblem({ tool, placed });
  if (problem !== undefined) throw new LineclearError('invalid_input', problem);
  return {
    kind: 'write',
    risk: tool.risk,
    coverage: { by: canonicalName({ name: tool.coveredBy.name, prefix: placed.prefix }), covering: tool.covering },
    classify: undefined,
    execute: (call) => tool.execute(Object.assign(call, { coveringPlan: String(call.guard) })),
    verify: undefined,
    reconcile: undefined,
  };
};

const coverageProblem = ({ tool, placed: { plugin } }: { tool: AnyCovered; placed: Placed }): string | undefined => {
  const { name } = tool.coveredBy;
  const covering = plugin.tools.find((other) => other.name === name);
  if (covering === undefined) return `it is covered by ${name}, which the plugin does not list`;
  if (covering.kind === 'read' || covering.coveredBy !== undefined)
    return `it is covered by ${name}, which is no write with a preview`;
  if (covering.connection !== tool.connection) return `it is covered by ${name}, whose plans are about another connection`;
  // Who confirmed the covering write agreed to its risk, and to no more.
  return worstRisk(covering.risk, tool.risk) === covering.risk
    ? undefined
    : `its risk (${tool.risk}) is worse than that of ${name} (${covering.risk}), which covers it`;
};
