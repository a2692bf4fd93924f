import type { PromptTable } from '../registry/prompts.ts';
import type { CallDependencies } from './call-dependencies.ts';
import type { CallPath, Outcome } from './path.ts';
import { shownName } from './shown-name.ts';
import type { Caller } from './types.ts';

type PromptPaths = Pick<CallPath, 'prompts' | 'getPrompt'>;

/** Prompts: texts that people pick. They reach no backend, so no policy stands before them; using one is recorded. */
export const createPromptPaths = ({ table, parts }: { table: PromptTable; parts: CallDependencies }): PromptPaths => ({
  prompts: () => table.entries.map((entry) => entry.definition),
  getPrompt: async ({ name, args, caller }) => {
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
        return { description: entry.definition.description, messages: await entry.render(args) };
      },
    });
  },
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
