import * as z from 'zod';
import { connectRabbitmq } from '../load/amqp-wire.ts';
import { answerCommands } from '../processes/commands.ts';

const port = Number(process.argv[2]);
const Order = z.object({ queue: z.string(), count: z.int() });

answerCommands({
  take: async (argument) => (await connectRabbitmq(port)).take(Order.parse(argument)),
});
