/** Hears the SQL in what a client of Postgres sends: simple questions, and prepared ones. Other messages go by unheard. */
export const readMessages = (onStatement: (sql: string) => void): ((chunk: Buffer) => void) => {
  let kept = Buffer.alloc(0);
  let isStarted = false;
  return (chunk) => {
    kept = Buffer.concat([kept, chunk]);
    for (;;) {
      // The first message has no type; those that ask for encryption come before it, and are as short as can be.
      const headBytes = isStarted ? 5 : 4;
      if (kept.byteLength < headBytes) return;
      const length = kept.readUInt32BE(headBytes - 4) + headBytes - 4;
      if (kept.byteLength < length) return;
      const [type, body] = [isStarted ? kept.toString('latin1', 0, 1) : '', kept.subarray(headBytes, length)];
      kept = kept.subarray(length);
      if (!isStarted) isStarted = body.byteLength > 4;
      else if (type === 'Q') onStatement(textAt(body, 0));
      else if (type === 'P') onStatement(textAt(body, body.indexOf(0) + 1));
    }
  };
};

const textAt = (body: Buffer, from: number): string => body.toString('utf8', from, body.indexOf(0, from));
