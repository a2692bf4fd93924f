import { ProtocolErrorCode, type RequestId, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import type { CallPath } from '../calls/path.ts';
import type { WireAnswer } from './answer.ts';

/** What every result of 2026-07-28 says about its server, as the text of a member. */
export const serverStamp = (info: CallPath['info']): string => `"_meta":${JSON.stringify({ [SERVER_INFO_META_KEY]: info })}`;

/** A call's answer as a message, letter by letter what the SDK sends. Results of 2025 carry no stamp. */
export const answerText = ({ answer, id, stamp }: { answer: WireAnswer; id: RequestId; stamp: string | undefined }): string => {
  if ('failure' in answer) return JSON.stringify({ jsonrpc: '2.0', id, error: answer.failure });
  const result = JSON.stringify(answer.result);
  const type = 'resultType' in answer.result ? '' : ',"resultType":"complete"';
  const stamped = stamp === undefined ? result : `${result.slice(0, -1)}${type},${stamp}}`;
  return `{"result":${stamped},"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
};

/** The answer to a call that ended without one. */
export const defectText = (id: RequestId): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error: { code: ProtocolErrorCode.InternalError, message: 'Internal error' } });
