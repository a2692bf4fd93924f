import { LineclearError } from '../plugin/errors.ts';
import type { PromptEntry, PromptTable } from '../registry/prompts.ts';
import type { Page, View } from '../registry/types.ts';
import type { CallDependencies } from './call-dependencies.ts';
import type { CallPath, Outcome } from './path.ts';
import { shownName } from './shown-name.ts';
import type { Caller } from './types.ts';

type PromptPaths = Pick<CallPath, 'prompts' | 'getPrompt'>;

/** Prompts: texts that people pick. They reach no backend, so no policy stands before them; using one is recorded. */
export const createPromptPaths = ({
  table,
  parts,
  view,
}: {
  table: PromptTable;
  parts: CallDependencies;
  view: (caller: Caller) => View;
}): PromptPaths => {
  const offered = offeredTools(parts);
  const isOffered = (entry: PromptEntry, caller: Caller): boolean => {
    if (entry.tools.length === 0) return true;
    const tools = offered(view(caller));
    return entry.tools.every((tool) => tools.has(tool));
  };
  const getPrompt: PromptPaths['getPrompt'] = async ({ name, args, caller }) => {
    const record = async (outcome: string): Promise<void> => {
      await parts.trail.record({
        event: 'read',
        time: new Date(parts.clock.now()).toISOString(),
        principal: caller.principal.id,
        profile: caller.profile,
        outcome,
        details: { prompt: shownName({ name, redactor: parts.redactor }) },
      });
    };
    return answer({
      parts,
      caller,
      record,
      work: async () => {
        const entry = table.find(name);
        if (!isOffered(entry, caller)) throw withoutTools(entry);
        return { description: entry.definition.description, messages: await entry.render(args) };
      },
    });
  };
  return {
    prompts: (caller) => table.entries.filter((entry) => isOffered(entry, caller)).map(({ definition }) => definition),
    getPrompt,
  };
};

/** The tools that a view lists, by their own names whatever they are listed as; worked out once per listing. */
const offeredTools = ({ registry }: Pick<CallDependencies, 'registry'>): ((view: View) => ReadonlySet<string>) => {
  const known = new WeakMap<readonly Page[], ReadonlySet<string>>();
  return (view) => {
    const pages = registry.pages(view);
    const found = known.get(pages);
    if (found !== undefined) return found;
    const listed = pages.flatMap(({ tools }) => tools.map(({ name }) => registry.resolve(name)));
    const names = new Set(listed.flatMap((resolved) => (resolved.found ? [resolved.entry.name] : [])));
    known.set(pages, names);
    return names;
  };
};

const withoutTools = ({ definition, tools }: PromptEntry): LineclearError =>
  new LineclearError('not_found', `The prompt ${definition.name} leads through tools that are not offered here.`, {
    hint: `It needs ${tools.join(', ')}.`,
    details: { reason: 'tools_not_offered' },
  });

/** Runs what has an outcome instead of an answer, and records how it ended. */
export const answer = async <Value>({
  parts,
  caller,
  record,
  work,
}: {
  parts: CallDependencies;
  caller: Caller;
  record: (outcome: string) => Promise<void>;
  work: () => Promise<Value>;
}): Promise<Outcome<Value>> => {
  let isThrottled = true;
  try {
    parts.rate.take(caller.principal.id);
    isThrottled = false;
    const value = await work();
    await record('ok');
    return { ok: true, value };
  } catch (thrown) {
    const error = parts.presenter.error(thrown);
    if (!isThrottled) await record(error.code);
    return { ok: false, error };
  }
};
