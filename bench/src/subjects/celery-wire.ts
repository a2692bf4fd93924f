import { randomUUID } from 'node:crypto';
import * as z from 'zod';
import { toEnvelope } from '../../../packages/plugin-celery/src/broker/redis/envelope.ts';
import { buildTaskMessage } from '../../../packages/plugin-celery/src/protocol/build-message.ts';
import { connectRedis } from '../load/redis-wire.ts';
import { answerCommands } from '../processes/commands.ts';

const port = Number(process.argv[2]);
const sending = await connectRedis(port);
const hearing = await connectRedis(port);

answerCommands({
  /** So many tasks, one after another: a list push, and the bytes of a success on the channel of the result. */
  roundTrips: async (argument) => {
    const times: number[] = [];
    for (let count = z.number().parse(argument); count > 0; count -= 1) {
      const taskId = randomUUID();
      const message = buildTaskMessage({ taskName: 'tasks.add', taskId, args: [2, 3], kwargs: {}, origin: 'bench@localhost' });
      const envelope = toEnvelope({ message, queue: 'celery', deliveryTag: randomUUID() });
      const channel = `celery-task-meta-${taskId}`;
      const started = performance.now();
      const seen = hearing.until('"SUCCESS"');
      hearing.send('SUBSCRIBE', channel);
      sending.send('LPUSH', 'celery', envelope);
      await seen;
      times.push(performance.now() - started);
      hearing.send('UNSUBSCRIBE', channel);
    }
    return times;
  },
});
