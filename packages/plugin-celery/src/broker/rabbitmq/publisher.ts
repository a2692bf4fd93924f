import { setImmediate as nextTurn } from 'node:timers/promises';
import { LineclearError } from '@lineclear/core/plugin';
import type { Channel, Envelope } from 'rabbitmq-client';
import type { Cancellable } from '../broker.ts';
import { isDriverError, isRefusal, toBrokerError } from './broker-error.ts';
import type { RabbitmqSession } from './session.ts';
import { createTurns } from './turns.ts';
import { within } from './within.ts';

export interface Publication extends Cancellable {
  readonly envelope: Envelope & { readonly exchange: string; readonly routingKey: string };
  readonly body: string;
}

/**
 * Publishes with confirms, one message after another: the broker names no message when it closes a channel, and with only one under
 * way its answer is certain to be about that one.
 */
export class ConfirmedPublisher {
  readonly #session: RabbitmqSession;
  #channel: Channel | undefined;
  readonly #turns = createTurns();

  constructor(session: RabbitmqSession) {
    this.#session = session;
  }

  /**
   * Resolves once the broker has the message: `routed`, or `unrouted` when no queue wanted it and it was dropped. Rejects with
   * `effect: 'none'` when the broker certainly has not got it, and with `effect: 'unknown'` when its answer did not come.
   */
  publish(publication: Publication): Promise<'routed' | 'unrouted'> {
    return this.#turns({ name: 'publish', work: () => this.#publish(publication), signal: publication.signal });
  }

  async #publish({ envelope, body, signal }: Publication): Promise<'routed' | 'unrouted'> {
    const channel = await this.#open({ signal });
    let isReturned = false;
    const onReturn = () => {
      isReturned = true;
    };
    channel.on('basic.return', onReturn);
    try {
      await within({
        work: () => channel.basicPublish({ ...envelope, mandatory: true }, Buffer.from(body)),
        timeoutMs: this.#session.answerTimeoutMs,
        signal,
      });
      // A returned message is confirmed as well, and the driver reports the return one turn of the event loop later.
      await nextTurn();
      return isReturned ? 'unrouted' : 'routed';
    } catch (error) {
      // Its answer may still come, and must not be taken for one about the next message.
      this.#channel = undefined;
      void channel.close();
      throw publishError(error);
    } finally {
      channel.off('basic.return', onReturn);
    }
  }

  async #open({ signal }: Cancellable): Promise<Channel> {
    try {
      if (!(await this.#session.isTakingMessages({ signal }))) throw blocked();
      if (this.#channel?.active !== true) this.#channel = await this.#openConfirmed({ signal });
      return this.#channel;
    } catch (error) {
      throw unsent(error);
    }
  }

  async #openConfirmed({ signal }: Cancellable): Promise<Channel> {
    const channel = await this.#session.channel({ signal });
    try {
      await within({ work: () => channel.confirmSelect(), timeoutMs: this.#session.answerTimeoutMs, signal });
      return channel;
    } catch (error) {
      void channel.close();
      throw toBrokerError(error);
    }
  }
}

const blocked = (): LineclearError =>
  new LineclearError('upstream_error', 'RabbitMQ takes no messages now: its memory or its disk is nearly full.', {
    hint: 'Ask the operator to look at the alarms of the broker, then call again.',
    details: { reason: 'blocked' },
    effect: 'none',
  });

/** Whatever failed before anything was sent did nothing. */
const unsent = (error: unknown): unknown => {
  if (!LineclearError.is(error) || error.effect === 'none') return error;
  const { code, message, hint, details } = error;
  return new LineclearError(code, message, { hint, details, cause: error, effect: 'none' });
};

// Errors of ours (too late, the caller left) say already that something was sent.
const publishError = (error: unknown): unknown =>
  isDriverError(error) ? toBrokerError(error, { effect: isRefusal(error) ? 'none' : 'unknown' }) : error;
