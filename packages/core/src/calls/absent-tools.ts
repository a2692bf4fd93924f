import type { DeferredPlugin } from '../registry/deferred-plugin.ts';
import { LineclearError } from '../plugin/errors.ts';

/** Answers a call of a tool whose plugin was not loaded because no profile has its connection; `undefined` where it is no such tool. */
export type AbsentTools = (tool: string) => Promise<LineclearError | undefined>;

/** The plugins are loaded at the first question, and not used. */
export const createAbsentTools = (absent: readonly DeferredPlugin[]): AbsentTools => {
  let loading: Promise<ReadonlyMap<string, string>> | undefined;
  return async (tool) => {
    if (absent.length === 0) return undefined;
    loading ??= connectionsByName(absent);
    const connection = (await loading).get(tool);
    if (connection === undefined) return undefined;
    return new LineclearError('not_configured', `No profile has the connection "${connection}", which ${tool} needs.`, {
      hint: `Ask the operator to add "${connection}" to a profile.`,
      details: { profiles: [] },
    });
  };
};

const connectionsByName = async (absent: readonly DeferredPlugin[]): Promise<ReadonlyMap<string, string>> => {
  const plugins = await Promise.all(absent.map(async ({ load }) => (await load()).default));
  const named = plugins.flatMap(({ tools, aliasPrefixes = [] }) =>
    tools.flatMap(({ name, aliases = [], connection }) =>
      [name, ...aliases.map((alias) => alias.name), ...aliasPrefixes.map((prefix) => prefix + name)].map(
        (known) => [known, connection?.id ?? ''] as const,
      ),
    ),
  );
  return new Map(named);
};
