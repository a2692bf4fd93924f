import { InMemoryTransport, type JSONRPCMessage } from '@modelcontextprotocol/server';
import * as z from 'zod';
import { initialize, initialized, noOp } from '../load/messages.ts';
import { percentile } from '../measure/statistics.ts';
import { answerCommands } from '../processes/commands.ts';
import { sdkServer } from './sdk-server.ts';

const [near, far] = InMemoryTransport.createLinkedPair();
await sdkServer(100).connect(far);
let answered: (message: JSONRPCMessage) => void = () => {};
near.onmessage = (message) => answered(message);
await near.start();

const ask = (message: JSONRPCMessage): Promise<JSONRPCMessage> =>
  new Promise((resolve) => {
    answered = resolve;
    void near.send(message);
  });
await ask(JSON.parse(initialize));
await near.send(JSON.parse(initialized));

answerCommands({
  /** So many calls, one after another. */
  measure: async (argument) => {
    const calls = z.number().parse(argument);
    const times: number[] = [];
    const started = performance.now();
    for (let id = 1; id <= calls; id += 1) {
      const begun = performance.now();
      const answer = await ask({ jsonrpc: '2.0', id, method: 'tools/call', params: noOp });
      times.push(performance.now() - begun);
      if (!('result' in answer)) throw new Error('not answered');
    }
    return { medianMs: percentile(times, 0.5), allMs: performance.now() - started };
  },
});
