import * as z from 'zod';
import hosts from '../../../packages/plugin-devops/src/hosts/index.ts';
import { hostExec } from '../../../packages/plugin-devops/src/hosts/exec/tools/host-exec.ts';
import { answerCommands } from '../processes/commands.ts';
import { benchCaller, composeForBench } from './composition.ts';

const [folder = '', connection = ''] = process.argv.slice(2);
let executeMs = 0;
const execute: typeof hostExec.execute = async (call) => {
  const started = performance.now();
  const result = await hostExec.execute(call);
  executeMs = performance.now() - started;
  return result;
};
const tools = hosts.tools.map((tool) => (tool === hostExec ? { ...hostExec, execute } : tool));
const composition = await composeForBench({
  plugin: { ...hosts, tools },
  folder,
  connections: { hosts: JSON.parse(connection) },
});
const caller = benchCaller('embedded');
const { signal } = new AbortController();
// A person agrees at once: what people take is not measured.
const asking = { mode: 'push', ask: async () => 'approved' as const } as const;
const Executed = z.object({ result: z.object({ stdout: z.string(), exit_code: z.literal(0) }) });

const call = async (args: object): Promise<object> => {
  const answer = await composition.call({ tool: 'host_exec', args: { ...args }, caller, asking, signal });
  if (answer.kind !== 'value') throw new Error(`not answered: ${JSON.stringify(answer)}`);
  return answer.value;
};

answerCommands({
  /** Runs `echo` with this word: previewed, confirmed, executed. */
  exec: async (word) => {
    const order = { host: 'bench', argv: ['echo', word] };
    const started = performance.now();
    await call(order);
    const { result } = Executed.parse(await call({ ...order, confirm: true }));
    if (result.stdout !== `${String(word)}\n`) throw new Error(`it printed ${result.stdout}`);
    return { ms: executeMs, wholeMs: performance.now() - started };
  },
});
