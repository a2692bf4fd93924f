import { setImmediate } from 'node:timers/promises';

/** A text in pieces, with a turn of the event loop after each, so that a long report does not hold up other calls. */
export async function* slices({ text, signal }: { text: string; signal: AbortSignal }): AsyncGenerator<string> {
  for (let from = 0; from < text.length; from += sliceCharacters) {
    yield text.slice(from, from + sliceCharacters);
    await setImmediate(undefined, { signal });
  }
}

/** Like `slices`, cut at ends of lines; a line is never cut in two. */
export async function* lineSlices({ text, signal }: { text: string; signal: AbortSignal }): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < text.length;) {
    const cut = text.indexOf('\n', from + sliceCharacters);
    const end = cut === -1 ? text.length : cut;
    yield text.slice(from, end).split('\n');
    from = end + 1;
    await setImmediate(undefined, { signal });
  }
}

const sliceCharacters = 1 << 18;
