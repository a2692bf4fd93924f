/** Keeps the beginning and the end of a stream, and counts what lies between. */
export interface OutputWindow {
  readonly add: (chunk: Buffer) => void;
  readonly end: () => { readonly text: string; readonly leftOutBytes: number };
}

/** At most `maxBytes` are kept, half from the beginning and half from the end; characters are never cut in two. */
export const createOutputWindow = (maxBytes: number): OutputWindow => {
  const half = Math.floor(maxBytes / 2);
  const head: Buffer[] = [];
  let headBytes = 0;
  let tail: Buffer = Buffer.alloc(0);
  let total = 0;
  return {
    add: (chunk) => {
      total += chunk.length;
      const forHead = chunk.subarray(0, half - headBytes);
      // A copy: a slice would keep the whole chunk in memory.
      if (forHead.length > 0) head.push(Buffer.from(forHead));
      headBytes += forHead.length;
      const rest = chunk.subarray(forHead.length);
      if (rest.length > 0) tail = Buffer.concat([tail, rest.subarray(-half)]).subarray(-half);
    },
    end: () => {
      const start = Buffer.concat(head);
      if (total === headBytes + tail.length) return { text: decode(Buffer.concat([start, tail])), leftOutBytes: 0 };
      const first = start.subarray(0, wholeCharacters(start));
      const last = tail.subarray(tail.findIndex((byte) => !isContinuation(byte)));
      const leftOutBytes = total - first.length - last.length;
      return { text: `${decode(first)}\n[… ${leftOutBytes} bytes left out …]\n${decode(last)}`, leftOutBytes };
    },
  };
};

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80;

/** The length without a character that is cut at the end. */
const wholeCharacters = (bytes: Buffer): number => {
  let at = bytes.length - 1;
  while (at > 0 && bytes.length - at < 4 && isContinuation(bytes[at] ?? 0)) at -= 1;
  const lead = bytes[at] ?? 0;
  const needed = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1;
  return at + needed > bytes.length ? at : bytes.length;
};

const decode = (bytes: Buffer): string => bytes.toString('utf8');
