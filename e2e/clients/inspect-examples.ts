import { serveHttp } from '../processes/app/serve-http.ts';
import type { Home } from '../processes/app/home.ts';
import type { Example } from './example.ts';
import { type Inspected, type Era, loadedInspector } from './inspector.ts';
import { prepare } from './prepare.ts';

/** What came of calling a tool as its example says, and of calling it so that it fails. */
export interface Outcome {
  readonly success: Inspected;
  readonly failure: Inspected;
}

// Inspector lists all tools before every call: it is given servers that offer no more than these.
const offered = 24;

/** Has Inspector try the examples, two at a time, since the machine may have no more cores. Reads go first: what waits for a confirmation would be seen by them. */
export const inspectExamples = async ({
  home,
  era,
  transport,
  reads,
  writes,
}: {
  home: Home;
  era: Era;
  transport: 'http' | 'stdio';
  reads: readonly Example[];
  writes: readonly Example[];
}): Promise<ReadonlyMap<string, Outcome>> => {
  const outcomes = new Map<string, Outcome>();
  await using one = loadedInspector({ home, era });
  await using other = loadedInspector({ home, era });
  for (const part of [reads, writes]) {
    const groups = inGroups(part).values();
    await Promise.all(
      [one, other].map(async ({ inspect }) => {
        for (const group of groups) {
          const args = ['--tools', toolsOf(group).join(',')];
          await using server = transport === 'http' ? await serveHttp({ home, args }) : undefined;
          const call = (tool: string, toolArgs: Example['args']): Promise<Inspected> =>
            inspect({ method: 'tools/call', tool, args: toolArgs, server: server ?? { args } });
          for (const example of group) outcomes.set(example.tool, await tryOut({ example, call }));
        }
      }),
    );
  }
  return outcomes;
};

const tryOut = async ({
  example,
  call,
}: {
  example: Example;
  call: (tool: string, args: Example['args']) => Promise<Inspected>;
}): Promise<Outcome> => {
  const args = await prepare({ example, call: async (tool, toolArgs) => (await call(tool, toolArgs)).frame });
  return { success: await call(example.tool, args), failure: await call(example.tool, example.error.args) };
};

const inGroups = (examples: readonly Example[]): readonly (readonly Example[])[] =>
  Array.from({ length: Math.ceil(examples.length / offered) }, (_, group) =>
    examples.slice(group * offered, (group + 1) * offered),
  );

const toolsOf = (group: readonly Example[]): readonly string[] => [
  ...new Set(group.flatMap(({ tool, before }) => (before === undefined ? [tool] : [before.tool, tool]))),
];
