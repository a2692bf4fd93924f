import type { ToolDefinition, ToolEntry } from '@lineclear/core';
import { estimateTokens } from '@lineclear/core';
import { compositionMessage } from './check-tool.ts';
import type { ContractBackend, ContractOptions } from './options.ts';
import type { Finding } from './rules.ts';
import { connectionsOf, secretsIn } from './secret-watch.ts';
import { setStage } from './stage.ts';

/** `covered`: a write that runs under the plan of another one. */
export type ToolKind = 'read' | 'write' | 'covered';

/** What a composition with this plugin lists. */
export interface Published {
  readonly names: readonly string[];
  /** How each tool is checked. */
  readonly kinds: ReadonlyMap<string, ToolKind>;
  /** Whether the backend is made of HTTP servers, which can be made to fail. */
  readonly hasHttp: boolean;
  readonly findings: readonly Finding[];
}

/** Composes the plugin and compares what is listed with what it declares. */
export const checkPublished = async <Backend extends ContractBackend>(options: ContractOptions<Backend>): Promise<Published> => {
  const { plugin, examples } = options;
  const stage = await setStage(options).catch((error: unknown) => compositionMessage(error));
  if (typeof stage === 'string') {
    const findings: readonly Finding[] = [{ rule: 'composition', subject: plugin.id, message: stage }];
    return { names: [], kinds: new Map(), hasHttp: false, findings };
  }
  try {
    const { composition, caller } = stage.started;
    const entries = composition.registry.entries.filter((entry) => entry.plugin === plugin.id);
    const listed = new Map(composition.tools(caller).map((tool) => [tool.name, tool]));
    const missing = connectionsOf(plugin).filter(({ id }) => !(id in stage.backend.connections));
    const short = secretsIn(plugin, stage.backend.connections).filter((secret) => secret.length < 8);
    const findings: readonly Finding[] = [
      ...missing.map(({ id }): Finding => ({
        rule: 'connection_missing',
        subject: plugin.id,
        message: `Without the connection "${id}" its tools cannot be checked.`,
      })),
      ...short.map((): Finding => ({
        rule: 'secret_unwatched',
        subject: plugin.id,
        message: 'A secret in the settings is shorter than 8 characters.',
      })),
      ...entries
        .filter(({ name }) => !(name in examples))
        .map(({ name }): Finding => ({ rule: 'example_missing', subject: name, message: 'Nothing shows how it is called.' })),
      ...Object.keys(examples)
        .filter((name) => !entries.some((entry) => entry.name === name))
        .map((name): Finding => ({ rule: 'example_unknown', subject: name, message: `There is no tool "${name}".` })),
      ...entries.flatMap((entry) => checkAnnotations(entry, listed.get(entry.name))),
      ...checkTokens({ options, definitions: entries.flatMap(({ name }) => listed.get(name) ?? []) }),
    ];
    return {
      names: entries.map(({ name }) => name),
      kinds: new Map(entries.map((entry) => [entry.name, kindOf(entry)])),
      hasHttp: stage.backend.http !== undefined,
      findings,
    };
  } finally {
    await stage.close();
  }
};

const kindOf = (entry: ToolEntry): ToolKind => (entry.kind === 'write' && entry.coverage !== undefined ? 'covered' : entry.kind);

const checkAnnotations = (entry: ToolEntry, listed: ToolDefinition | undefined): readonly Finding[] => {
  if (listed === undefined) return [];
  const { readOnlyHint, destructiveHint } = listed.annotations;
  const isRight =
    readOnlyHint === (entry.kind === 'read') && destructiveHint === (entry.kind === 'write' && entry.risk !== 'additive');
  return isRight
    ? []
    : [
        {
          rule: 'annotations',
          subject: entry.name,
          message: `It is listed as ${JSON.stringify({ readOnlyHint, destructiveHint })}.`,
        },
      ];
};

const checkTokens = ({
  options: { plugin, tokens = {} },
  definitions,
}: {
  options: Pick<ContractOptions, 'plugin' | 'tokens'>;
  definitions: readonly ToolDefinition[];
}): readonly Finding[] => {
  const { average = 200, each = 600 } = tokens;
  const sizes = definitions.map(({ outputSchema: _apart, ...definition }) => ({
    name: definition.name,
    size: estimateTokens(JSON.stringify(definition)),
  }));
  const mean = Math.round(sizes.reduce((sum, { size }) => sum + size, 0) / Math.max(1, sizes.length));
  const tooLarge = sizes.filter(({ size }) => size > each);
  return [
    ...tooLarge.map(({ name, size }): Finding => ({
      rule: 'token_budget',
      subject: name,
      message: `Its definition takes about ${size} tokens of ${each}.`,
    })),
    ...(mean > average
      ? [
          {
            rule: 'token_budget',
            subject: plugin.id,
            message: `Definitions take about ${mean} tokens on average, of ${average}.`,
          } as const,
        ]
      : []),
  ];
};
