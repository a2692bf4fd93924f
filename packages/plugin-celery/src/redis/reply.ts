import { LineclearError } from '@lineclear/core/plugin';

/** What Redis answers, before its shape is known. */
export type RedisReply = unknown;

export const asText = (reply: RedisReply): string => (typeof reply === 'string' ? reply : unexpected('text'));

export const asOptionalText = (reply: RedisReply): string | undefined => (reply === null ? undefined : asText(reply));

export const asNumber = (reply: RedisReply): number => (typeof reply === 'number' ? reply : unexpected('a number'));

export const asList = (reply: RedisReply): readonly RedisReply[] => (Array.isArray(reply) ? reply : unexpected('a list'));

export const asTexts = (reply: RedisReply): readonly string[] => asList(reply).map(asText);

const unexpected = (wanted: string): never => {
  throw new LineclearError('upstream_error', `Redis answered something else than ${wanted}.`, {
    hint: 'Check that the URL names a Redis and nothing before it.',
    details: { reason: 'unexpected_answer' },
  });
};
