import type { Alias } from '@lineclear/core/plugin';
import { bare } from './bare.ts';

/** The names of a tool that had an `operation` and is several tools now, where the operation is one of these. */
export const operationAliases = ({
  tool,
  operations,
  list,
  ...mapping
}: {
  tool: string;
  operations: readonly string[];
  /** The field of the answer that is a client's whole answer under its prefix. */
  list?: string;
} & Pick<Alias, 'input' | 'output'>): readonly Alias[] =>
  ['', 'mcp_grafana_'].map((prefix) => {
    const output: Alias['output'] = prefix === '' || list === undefined ? mapping.output : (answer) => bare(answer[list]);
    return {
      name: prefix + tool,
      when: ({ operation }) => typeof operation === 'string' && operations.includes(operation),
      input: ({ operation: _operation, ...args }) => mapping.input?.(args) ?? args,
      ...(output !== undefined && { output }),
    };
  });
