import type { IncomingMessage, ServerResponse } from 'node:http';
import { refuse } from './refusal.ts';

const serverError = -32_000;
const byteOrderMark = '\uFEFF';

/** Reads a request's body once and hands it on as text; a longer one than `maxBytes` is answered with 413. */
export const readBody = ({
  request,
  response,
  maxBytes,
  done,
}: {
  request: IncomingMessage;
  response: ServerResponse;
  maxBytes: number;
  done: (text: string) => void;
}): void => {
  let first: Buffer | undefined;
  let rest: Buffer[] | undefined;
  let bytes = 0;
  const tooLarge = (): void => {
    request.off('data', take);
    request.off('end', finish);
    refuse(response, {
      status: 413,
      code: serverError,
      message: `Payload Too Large: Request body must not exceed ${maxBytes} bytes`,
      // The rest of the body is not worth reading.
      headers: { connection: 'close' },
    });
  };
  const take = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes > maxBytes) tooLarge();
    else if (first === undefined) first = chunk;
    else (rest ??= [first]).push(chunk);
  };
  const finish = (): void => {
    const text = (rest === undefined ? first : Buffer.concat(rest))?.toString('utf8') ?? '';
    done(text.startsWith(byteOrderMark) ? text.slice(1) : text);
  };
  if (Number(request.headers['content-length']) > maxBytes) {
    tooLarge();
    return;
  }
  request.on('data', take);
  request.on('end', finish);
};
