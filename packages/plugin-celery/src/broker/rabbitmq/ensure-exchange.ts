import { LineclearError } from '@lineclear/core/plugin';
import type { RabbitmqSession } from './session.ts';

/**
 * Makes sure that an exchange of Celery's exists. Workers declare theirs as they need them; one that is there is left as it is, for
 * a declaration with other arguments would be refused, and one that is missing is declared as every version of Celery does.
 */
export const ensureExchange = async ({
  session,
  ...declaration
}: {
  readonly session: RabbitmqSession;
  readonly exchange: string;
  readonly type: 'direct' | 'topic';
  readonly durable: boolean;
}): Promise<void> => {
  try {
    await session.use({}, (channel) => channel.exchangeDeclare({ exchange: declaration.exchange, passive: true }));
  } catch (error) {
    if (!LineclearError.is(error) || error.code !== 'not_found') throw error;
    await session.use({}, (channel) => channel.exchangeDeclare(declaration));
  }
};
