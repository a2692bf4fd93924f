import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { redisBinary, skipWithout } from '@lineclear/testing';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { object, text } from '../../protocol/field.ts';
import { parseJson } from '../../protocol/parse-json.ts';
import type { SendOptions } from '../../redis/link.ts';
import { parseRedisUrl } from '../../redis/address.ts';
import { RedisLink } from '../../redis/link.ts';
import { RedisSubscriber } from '../../redis/subscriber.ts';
import { type RedisRig, startRedisRig } from '../../test/redis-rig.ts';
import { parseEnvelope } from './envelope.ts';
import { defaultSeparator, defaultSteps, type RedisLayout } from './layout.ts';
import { RemoteControl } from './remote-control.ts';

const layout: RedisLayout = {
  prefix: '',
  separator: defaultSeparator,
  steps: defaultSteps,
  database: 0,
  controlExchange: 'celery',
  eventExchange: 'celeryev',
};
const command = { method: 'ping', arguments: {} } as const;

/** A link whose connection is long in coming. */
class LateLink extends RedisLink {
  readonly #connected: Promise<void>;

  constructor({ url, lateMs }: { url: string; lateMs: number }) {
    super(parseRedisUrl(url));
    this.#connected = delay(lateMs);
  }

  override async open(): Promise<void> {
    await this.#connected;
    await super.open();
  }

  override async send(command: readonly string[], options: SendOptions = {}) {
    await this.#connected;
    return super.send(command, options);
  }
}

describe.skipIf(skipWithout(redisBinary))('remote control over Redis', () => {
  let rig: RedisRig;
  beforeAll(async () => {
    rig = await startRedisRig();
    await rig.link.send([
      'SADD',
      '_kombu.binding.celery.pidbox',
      `${defaultSeparator}${defaultSeparator}celery@w1.celery.pidbox`,
    ]);
  });
  afterAll(() => rig.close());

  /** Answers every question as `celery@w1`, so many milliseconds after it came. */
  const answerAfter = async (ms: number): Promise<void> => {
    const subscriber = new RedisSubscriber(parseRedisUrl(rig.url));
    onTestFinished(() => subscriber.close());
    const answer = async (asked: string): Promise<void> => {
      const question = object(parseJson(Buffer.from(parseEnvelope(asked)?.body ?? '').toString('utf8')));
      const { exchange, routing_key: routingKey } = object(question?.['reply_to']) ?? {};
      const body = Buffer.from(JSON.stringify({ 'celery@w1': { ok: 'pong' } })).toString('base64');
      const headers = { ticket: text(question?.['ticket']) };
      await delay(ms);
      await rig.link.send([
        'LPUSH',
        `${text(routingKey)}.${text(exchange)}`,
        JSON.stringify({ body, headers, properties: { body_encoding: 'base64' } }),
      ]);
    };
    const onMessage = (asked: string) => void answer(asked);
    await subscriber.subscribe({ channel: '/0.celery.pidbox', isPattern: false, onMessage, onDrop: () => undefined });
  };
  const controlOver = (link: RedisLink): RemoteControl => {
    const control = new RemoteControl({ link, now: Date.now, randomId: randomUUID });
    onTestFinished(async () => {
      await control.close();
      await link.close();
    });
    return control;
  };

  test('workers have the whole time for their answers, however long the connection took', async () => {
    await answerAfter(0);
    const control = controlOver(new LateLink({ url: rig.url, lateMs: 2_500 }));
    expect(await control.broadcast({ layout, command, timeoutMs: 2_000 })).toMatchObject({ known: 1, silent: [], replies: [{}] });
  });

  test('of workers that share a name the later one is waited for', async () => {
    await answerAfter(0);
    await answerAfter(500);
    const control = controlOver(new RedisLink(parseRedisUrl(rig.url)));
    expect(await control.broadcast({ layout, command, timeoutMs: 20_000 })).toMatchObject({ known: 2, silent: [] });
  });
});
