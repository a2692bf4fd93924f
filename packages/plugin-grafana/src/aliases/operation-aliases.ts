import type { Alias } from '@lineclear/core/plugin';

/** The names of a tool that had an `operation` and is several tools now, where the operation is one of these. */
export const operationAliases = ({
  tool,
  operations,
  ...mapping
}: {
  tool: string;
  operations: readonly string[];
} & Pick<Alias, 'input' | 'output'>): readonly Alias[] =>
  ['', 'mcp_grafana_'].map((prefix) => ({
    name: prefix + tool,
    when: ({ operation }) => typeof operation === 'string' && operations.includes(operation),
    input: ({ operation: _operation, ...args }) => mapping.input?.(args) ?? args,
    ...(mapping.output !== undefined && { output: mapping.output }),
  }));
