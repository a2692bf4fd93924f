import { startPlugin } from '@lineclear/testing';
import * as z from 'zod';
import tasker from '../../src/index.ts';

/** Calls what the argument says against the server that it names, in a process whose memory the caller has limited; prints each answer's size. */
const { url, calls } = z
  .object({ url: z.url(), calls: z.array(z.tuple([z.string(), z.record(z.string(), z.json())])) })
  .parse(JSON.parse(process.argv[2] ?? ''));
const started = await startPlugin({ plugin: tasker, connections: { tasker: { url } } });
for (const [tool, args] of calls) {
  const answer = await started.answer(tool, args);
  const said =
    answer.kind === 'value' ? `${answer.text.length} ${JSON.stringify(answer.value['complete'] ?? null)}` : answer.kind;
  process.stdout.write(`${tool} ${said}\n`);
}
await started.close();
