// Runs one RabbitMQ for as long as the process lives that started this one, and tells it where it is.
import { startRabbitmq } from '@lineclear/testing';

// Ctrl-C and a closed terminal reach every process of the run; this one has to outlive the others to clean up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
const starting = startRabbitmq();
process.once('disconnect', async () => {
  await (await starting).stop();
  process.exit();
});
const { url, managementUrl } = await starting;
if (process.connected) process.send?.({ url, managementUrl });
