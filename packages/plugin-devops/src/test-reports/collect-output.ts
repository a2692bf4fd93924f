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
  const stdout: Buffer[] = [];
  const printed: Buffer[] = [];
  let [stdoutBytes, printedBytes] = [0, 0];
  const print = (chunk: Buffer) => {
    printed.push(chunk);
    printedBytes += chunk.length;
    while (printedBytes - (printed[0]?.length ?? 0) >= maxPrintedBytes) printedBytes -= printed.shift()?.length ?? 0;
  };
  return {
    alsoTo: ({ onStdout, onStderr }) => ({
      onStdout: (chunk) => {
        const rest = maxStdoutBytes - Math.min(stdoutBytes, maxStdoutBytes);
        if (rest > 0) stdout.push(chunk.subarray(0, rest));
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
      stdout: Buffer.concat(stdout).toString('utf8'),
      printed: Buffer.concat(printed).toString('utf8'),
      stdoutIsCut: stdoutBytes > maxStdoutBytes,
    }),
  };
};

const maxStdoutBytes = 48 << 20;
const maxPrintedBytes = 4 << 20;
