import type { Log } from '../plugin/context.ts';
import { LineclearError } from '../plugin/errors.ts';
import type { DeferredPlugin } from '../registry/deferred-plugin.ts';
import { place } from '../registry/placed.ts';
import { namesOf } from '../registry/table.ts';

/** Answers a call of a tool whose plugin was not loaded because no profile has its connection; `undefined` where it is no such tool. */
export type AbsentTools = (tool: string) => Promise<LineclearError | undefined>;

/** The plugins are loaded at the first question, and not used. The tools of one that cannot be loaded are no tools of anybody. */
export const createAbsentTools = ({ absent, log }: { absent: readonly DeferredPlugin[]; log: Log }): AbsentTools => {
  let loading: Promise<ReadonlyMap<string, string>> | undefined;
  return async (tool) => {
    if (absent.length === 0) return undefined;
    loading ??= connectionsByName({ absent, log });
    const connection = (await loading).get(tool);
    if (connection === undefined) return undefined;
    return new LineclearError('not_configured', `No profile has the connection "${connection}", which ${tool} needs.`, {
      hint: `Ask the operator to add "${connection}" to a profile.`,
      details: { profiles: [] },
    });
  };
};

const connectionsByName = async ({
  absent,
  log,
}: {
  absent: readonly DeferredPlugin[];
  log: Log;
}): Promise<ReadonlyMap<string, string>> => {
  const loaded = await Promise.allSettled(absent.map(async ({ load }) => (await load()).default));
  for (const one of loaded) if (one.status === 'rejected') log.error({ error: one.reason }, 'a plugin cannot be loaded');
  const plugins = loaded.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const named = plugins
    .map(place)
    .flatMap((placed) =>
      placed.plugin.tools.flatMap(({ name, aliases = [], connection }) =>
        namesOf({ entry: { name, aliases }, placed }).map((known) => [known.name, connection?.id ?? ''] as const),
      ),
    );
  return new Map(named);
};
