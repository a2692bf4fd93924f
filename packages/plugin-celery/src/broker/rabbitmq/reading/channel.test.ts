import { expect, test } from 'vitest';
import { ReadingChannel } from './channel.ts';
import { long, octet, shortText } from './field-writer.ts';
import { frameType } from './frame-reader.ts';
import { type Method, method } from './methods.ts';

/** A channel, what it sent, and what the broker says to it. */
const started = () => {
  const sent: Method[] = [];
  let timesClosed = 0;
  const channel = new ReadingChannel({ send: (call) => sent.push(call.method), onClosed: () => (timesClosed += 1) });
  const hear = (id: Method, ...fields: readonly Buffer[]): void => {
    const bytes = Buffer.concat([long(id), ...fields]);
    channel.accept({ type: frameType.method, channel: 1, bytes, start: 0, end: bytes.length });
  };
  return { channel, sent, hear, timesClosed: () => timesClosed };
};
const takenAway = { name: 'AMQPConnectionError', code: 'CONSUMER_CANCELLED' };

test('once the broker took the queue away nothing counts as taken out', async () => {
  const { channel, hear, sent } = started();
  channel.take(1);
  hear(method.BasicCancel, shortText('look'), octet(1));
  const cancelled = channel.cancel();
  hear(method.BasicCancelOk, shortText('look'));
  await expect(cancelled).rejects.toMatchObject(takenAway);
  const counted = channel.countMessages('q');
  hear(method.QueueDeclareOk, shortText('q'), long(7), long(0));
  await expect(counted).rejects.toMatchObject(takenAway);
  void channel.close();
  expect(sent.at(-1)).toBe(method.ChannelClose);
});

test('the end of the channel that had its number before is not its own', async () => {
  const { channel, hear, timesClosed } = started();
  const opened = channel.open();
  hear(method.ChannelCloseOk);
  hear(method.ChannelOpenOk, long(0));
  await opened;
  expect(timesClosed()).toBe(0);
  const closed = channel.close();
  hear(method.ChannelCloseOk);
  await closed;
  expect(timesClosed()).toBe(1);
});
