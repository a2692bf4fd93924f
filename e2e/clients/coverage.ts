import type { Home } from '../processes/app/home.ts';
import { run } from '../processes/app/start.ts';

/** The names of every tool that the app registers, by its own command. */
export const registeredTools = async (home: Home): Promise<readonly string[]> => {
  const { stdout } = await run({ home, args: ['tools', '--json'] });
  const { tools }: { tools: { name: string }[] } = JSON.parse(stdout);
  return tools.map(({ name }) => name).toSorted();
};

/** Says what was exercised, and yields what was not. */
export const leftOver = ({
  client,
  registered,
  exercised,
  calls,
}: {
  client: string;
  registered: readonly string[];
  exercised: ReadonlySet<string>;
  calls: number;
}): readonly string[] => {
  const missing = registered.filter((name) => !exercised.has(name));
  const names = missing.length === 0 ? '∅' : missing.join(', ');
  process.stderr.write(`${client}: ${registered.length} tools registered, ${calls} calls, registered − exercised = ${names}\n`);
  return missing;
};
