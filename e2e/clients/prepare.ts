import { type Frame, valueOf } from '../processes/app/frames.ts';
import type { Example } from './example.ts';

type Args = Example['args'];
type Call = (tool: string, args: Args) => Promise<Frame>;

/** The arguments of an example, with the fields of what has to be done before it. */
export const prepare = async ({ example: { args, before }, call }: { example: Example; call: Call }): Promise<Args> => {
  if (before === undefined) return args;
  valueOf(await call(before.tool, before.args));
  const done = valueOf(await call(before.tool, { ...before.args, confirm: true }));
  const result = new Map(Object.entries(Object(done['result'])));
  return { ...args, ...Object.fromEntries(before.take.map((field) => [field, result.get(field)])) };
};
