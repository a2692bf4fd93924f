import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { LineclearError } from '@lineclear/core/plugin';

/** Says of each line whether it is wanted. */
export interface LineFilter extends AsyncDisposable {
  matches(lines: readonly string[]): Promise<readonly boolean[]>;
}

/** Lines that hold a text, or that a pattern fits, whatever the case of letters; all lines where neither is given. */
export const openLineFilter = ({
  text,
  isPattern,
  limitMs = 2_000,
}: {
  text: string | undefined;
  isPattern: boolean;
  limitMs?: number;
}): LineFilter => {
  if (text === undefined) return plainFilter(() => true);
  if (!isPattern) {
    const wanted = text.toLowerCase();
    return plainFilter((line) => line.toLowerCase().includes(wanted));
  }
  checkPattern(text);
  return patternFilter({ pattern: text, limitMs });
};

const plainFilter = (isWanted: (line: string) => boolean): LineFilter => ({
  matches: (lines) => Promise.resolve(lines.map(isWanted)),
  [Symbol.asyncDispose]: () => Promise.resolve(),
});

const checkPattern = (pattern: string): void => {
  try {
    void new RegExp(pattern, 'iu');
  } catch (error) {
    throw new LineclearError('invalid_input', 'This is not a regular expression of JavaScript.', {
      hint: 'Correct grep, or leave regex out to look for the text as it stands.',
      details: { reason: 'bad_pattern' },
      cause: error,
    });
  }
};

// A pattern may take forever on a line made for it. A thread of its own can be ended then, and the server goes on meanwhile.
const worker = `
  const { parentPort, workerData } = require('node:worker_threads');
  const pattern = new RegExp(workerData, 'iu');
  parentPort.on('message', (lines) => parentPort.postMessage(lines.map((line) => pattern.test(line))));
  parentPort.postMessage('ready');
`;

const patternFilter = ({ pattern, limitMs }: { pattern: string; limitMs: number }): LineFilter => {
  const thread = new Worker(worker, { eval: true, workerData: pattern, env: {}, execArgv: [] });
  // Its start is no time of the pattern: a busy machine may take longer for it than a pattern may.
  const ready = once(thread, 'message');
  // Whoever wants lines hears of a thread that cannot be started.
  ready.catch(() => undefined);
  let leftMs = limitMs;
  return {
    matches: async (lines) => {
      await ready;
      const begun = performance.now();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
      thread.postMessage(lines);
      const deadline = AbortSignal.timeout(Math.max(1, Math.ceil(leftMs)));
      try {
        const [answer] = await once(thread, 'message', { signal: deadline });
        return Array.isArray(answer) ? answer.map((one) => one === true) : [];
      } catch (error) {
        if (!deadline.aborted) throw error;
        throw new LineclearError('invalid_input', `The pattern took more than ${limitMs} ms.`, {
          hint: 'Use a simpler pattern, or look for a text without regex.',
          details: { reason: 'pattern_too_slow' },
          cause: error,
        });
      } finally {
        leftMs -= performance.now() - begun;
      }
    },
    [Symbol.asyncDispose]: async () => void (await thread.terminate()),
  };
};
