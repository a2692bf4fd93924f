import type { Clock, Log } from '../plugin/context.ts';
import type { Plugin } from '../plugin/plugin.ts';
import type { Profile } from '../profiles/types.ts';
import { pluginProblems } from './check-plugins.ts';
import type { DefaultDeadlines } from './entry-facts.ts';
import { createCurrent } from './current-table.ts';
import { lackOf } from './offer.ts';
import type { Allows } from './pages.ts';
import { messageOf, place, type Placed, refuse } from './placed.ts';
import { selectionProblems } from './selection.ts';
import { SourceFeed } from './source-feed.ts';
import type { Slot } from './table.ts';
import { checkSchemas, toolEntry } from './tool-entry.ts';
import type { Registry, Resolved, Selection } from './types.ts';

/** Sources have this long before the composition goes on without them; their tools then come when they come. */
const startMs = 10_000;

/**
 * Builds the tool table of a composition. Throws one `invalid_input` for everything that is wrong with plugins, tools or selection,
 * naming plugin and tool. A source that fails is logged and takes nothing else down.
 */
export const createRegistry = async ({
  plugins,
  selection,
  profiles,
  allows,
  logger,
  clock,
  limits,
}: {
  plugins: readonly (Plugin | Placed)[];
  selection: Selection;
  profiles: ReadonlyMap<string, Profile>;
  allows: Allows;
  logger: Log;
  clock: Clock;
  limits: DefaultDeadlines;
}): Promise<Registry> => {
  const placed = plugins.map(place);
  refuse(pluginProblems(placed));
  const fixed = fixedSlots({ placed, profiles, deadlines: limits });
  const current = createCurrent({ placed, selection, profiles, allows });
  const listeners = new Set<() => void>();
  const feeds: SourceFeed[] = [];

  const update = (): void => {
    const { clashes } = current.use([...fixed, ...feeds.flatMap(({ slots }) => slots)]);
    for (const { problem } of clashes) logger.warn({ problem }, 'a tool of a source has a name that is taken; it is left out');
    for (const listener of listeners) notify({ listener, logger });
  };

  refuse(current.use(fixed).clashes.map(({ problem }) => problem));
  for (const owner of placed) {
    const { source } = owner.plugin;
    if (source !== undefined) feeds.push(new SourceFeed({ source, placed: owner, deadlines: limits, log: logger, clock }));
  }
  const close = (): void => {
    for (const feed of feeds) feed.close();
    listeners.clear();
  };
  await atMost({ work: Promise.all(feeds.map((feed) => feed.start(update))), ms: startMs });
  for (const feed of feeds) {
    if (feed.isLoading) logger.warn({ plugin: feed.plugin }, 'a source has not answered yet; its tools come when it does');
  }
  try {
    checkSelection({ selection, placed, names: current.names, isComplete: feeds.every(({ hasLoaded }) => hasLoaded), logger });
  } catch (error) {
    close();
    throw error;
  }

  return {
    get entries() {
      return current.entries;
    },
    resolve: (name) => current.resolve(name),
    pages: (view) => current.pages(view),
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close,
  };
};

/**
 * Every tool is looked at before anything is refused, so that one error tells all. Of a tool that no profile has, schemas are not: they
 * would be most of the work of a start.
 */
const fixedSlots = ({
  placed,
  profiles,
  deadlines,
}: {
  placed: readonly Placed[];
  profiles: ReadonlyMap<string, Profile>;
  deadlines: DefaultDeadlines;
}): readonly Slot[] => {
  const problems: string[] = [];
  const slots = placed.flatMap((owner) =>
    owner.plugin.tools.flatMap((tool): readonly Slot[] => {
      try {
        const entry = toolEntry({ tool, placed: owner, deadlines });
        if ([...profiles.values()].some((profile) => lackOf({ entry, profile }) === undefined)) checkSchemas(entry);
        return [{ entry, placed: owner, isFromSource: false }];
      } catch (error) {
        problems.push(`plugin ${owner.plugin.id}, tool ${tool.name}: ${messageOf(error)}`);
        return [];
      }
    }),
  );
  refuse(problems);
  return slots;
};

const checkSelection = ({
  isComplete,
  logger,
  ...asked
}: {
  selection: Selection;
  placed: readonly Placed[];
  names: ReadonlyMap<string, Resolved>;
  isComplete: boolean;
  logger: Log;
}): void => {
  const problems = selectionProblems(asked);
  // A source that has not answered yet may still yield the tool.
  if (!isComplete) for (const problem of problems.tools) logger.warn({ problem }, 'a selected tool is not known yet');
  refuse([...problems.toolsets, ...(isComplete ? problems.tools : [])]);
};

const notify = ({ listener, logger }: { listener: () => void; logger: Log }): void => {
  try {
    listener();
  } catch (error) {
    logger.error({ error }, 'a listener for changed tools failed');
  }
};

/** Waits for the work, but no longer than this; the work itself goes on. */
const atMost = async ({ work, ms }: { work: Promise<unknown>; ms: number }): Promise<void> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, late]);
  clearTimeout(timer);
};
