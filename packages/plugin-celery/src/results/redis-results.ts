import type { RedisAddress } from '../redis/address.ts';
import type { SendOptions } from '../redis/link.ts';
import { RedisLink } from '../redis/link.ts';
import { asList, asOptionalText } from '../redis/reply.ts';
import { RedisSubscriber } from '../redis/subscriber.ts';
import { malformedResult } from './malformed.ts';
import { parseRecord } from './parse-record.ts';
import { resultPrefixReader } from './redis-prefix.ts';
import { waitForRecord } from './redis-wait.ts';
import type { ResultPort, ResultRead } from './results.ts';

/** Records per round trip: some may be megabytes. */
const chunk = 100;
/** Seconds that the size of a chord is kept, as long as Celery keeps results by default. */
const chordExpiryS = 86_400;

/** Celery's Redis result backend. Opens nothing before the first call and recovers by itself from a Redis that restarts. */
export const redisResults = ({
  address,
  keyPrefix,
  now,
}: {
  address: RedisAddress;
  /** What stands before `celery-task-meta-`; inferred when absent. */
  keyPrefix?: string | undefined;
  now: () => number;
}): ResultPort => {
  const link = new RedisLink(address);
  const subscriber = new RedisSubscriber(address);
  const prefixOf = resultPrefixReader({ link, keyPrefix, now });

  const readMany = async ({
    taskIds,
    ...options
  }: { taskIds: readonly string[] } & SendOptions): Promise<readonly ResultRead[]> => {
    const reads: ResultRead[] = [];
    const prefix = await prefixOf(options);
    for (let start = 0; start < taskIds.length; start += chunk) {
      const ids = taskIds.slice(start, start + chunk);
      const command = ['MGET', ...ids.map((id) => recordKey({ prefix, taskId: id }))];
      const records = asList(await link.send(command, options));
      reads.push(...ids.map((taskId, index) => toRead({ taskId, record: asOptionalText(records[index] ?? null) })));
    }
    return reads;
  };
  const readOne = async ({ taskId, ...options }: { taskId: string } & SendOptions): Promise<ResultRead> => {
    const [read] = await readMany({ taskIds: [taskId], ...options });
    return read ?? { kind: 'absent' };
  };

  return {
    kind: 'redis',
    read: async ({ taskId, signal }) => {
      const read = await readOne({ taskId, signal });
      if (read.kind === 'malformed') throw malformedResult({ taskId, ...read });
      return read.kind === 'found' ? read.result : undefined;
    },
    readMany: ({ taskIds, signal }) => readMany({ taskIds, signal }),
    wait: ({ taskId, timeoutMs, onChange, onListening, signal }) =>
      waitForRecord({
        subscriber,
        channel: async () => recordKey({ prefix: await prefixOf({ signal }), taskId }),
        read: (limit) => readOne({ taskId, signal, ...limit }),
        parse: (record) => parseRecord({ taskId, record }),
        timeoutMs,
        now,
        signal,
        onChange,
        onListening,
        fail: (read) => malformedResult({ taskId, ...read }),
      }),
    replyTo: () => Promise.resolve(undefined),
    prepareChord: async ({ groupId, size, signal }) => {
      const key = `${await prefixOf({ signal })}celery-taskset-meta-${groupId}.s`;
      await link.send(['SET', key, `${size}`, 'EX', `${chordExpiryS}`], { signal });
    },
    close: async () => {
      await Promise.all([subscriber.close(), link.close()]);
    },
  };
};

const toRead = ({ taskId, record }: { taskId: string; record: string | undefined }): ResultRead =>
  record === undefined ? { kind: 'absent' } : parseRecord({ taskId, record });

const recordKey = ({ prefix, taskId }: { prefix: string; taskId: string }): string => `${prefix}celery-task-meta-${taskId}`;
