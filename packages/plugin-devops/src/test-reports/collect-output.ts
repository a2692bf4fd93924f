interface Listeners {
  readonly onStdout: (chunk: Buffer) => void;
  readonly onStderr: (chunk: Buffer) => void;
}

/** Keeps what a test runner prints, for parsers: its standard output from the beginning, and the end of both streams as they came. */
export interface OutputCollector {
  /** Listeners that keep each chunk and pass it on. */
  readonly alsoTo: (others: Listeners) => Listeners;
  readonly end: () => { readonly stdout: string; readonly printed: string; readonly stdoutIsCut: boolean };
}

export const collectOutput = (): OutputCollector => {
  const [stdout, printed] = [createBlocks(), createBlocks()];
  let stdoutBytes = 0;
  const print = (chunk: Buffer) => {
    printed.add(chunk);
    printed.dropBefore(maxPrintedBytes);
  };
  return {
    alsoTo: ({ onStdout, onStderr }) => ({
      onStdout: (chunk) => {
        const rest = maxStdoutBytes - Math.min(stdoutBytes, maxStdoutBytes);
        stdout.add(chunk.subarray(0, rest));
        stdoutBytes += chunk.length;
        print(chunk);
        onStdout(chunk);
      },
      onStderr: (chunk) => {
        print(chunk);
        onStderr(chunk);
      },
    }),
    end: () => ({
      stdout: stdout.text(),
      printed: printed.text(),
      stdoutIsCut: stdoutBytes > maxStdoutBytes,
    }),
  };
};

const maxStdoutBytes = 48 << 20;
const maxPrintedBytes = 4 << 20;
const blockBytes = 64 << 10;

/** Bytes in blocks of one size: a chunk takes some hundred bytes beside its own, and a program can print byte by byte. */
const createBlocks = () => {
  const blocks: Buffer[] = [];
  let free = 0;
  const length = () => blocks.length * blockBytes - free;
  return {
    add: (bytes: Buffer): void => {
      for (let from = 0; from < bytes.length;) {
        const block = free === 0 ? Buffer.allocUnsafe(blockBytes) : blocks.pop();
        if (block === undefined) return;
        if (free === 0) free = blockBytes;
        const copied = bytes.copy(block, blockBytes - free, from, from + free);
        blocks.push(block);
        from += copied;
        free -= copied;
      }
    },
    /** Drops blocks from the beginning while at least `bytes` stay. */
    dropBefore: (bytes: number): void => {
      while (length() - blockBytes >= bytes) blocks.shift();
    },
    text: (): string => Buffer.concat(blocks, length()).toString('utf8'),
  };
};
