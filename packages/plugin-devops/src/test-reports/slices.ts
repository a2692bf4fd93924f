import { setImmediate } from 'node:timers/promises';

/** The lines of a text in groups, with a turn of the event loop after each, so that a long report does not hold up other calls. */
export async function* lineSlices({ text, signal }: { text: string; signal: AbortSignal }): AsyncGenerator<readonly string[]> {
  for (let from = 0; from < text.length;) {
    const cut = text.indexOf('\n', from + sliceCharacters);
    const end = cut === -1 ? text.length : cut;
    yield text.slice(from, end).split('\n');
    from = end + 1;
    await setImmediate(undefined, { signal });
  }
}

const sliceCharacters = 1 << 16;
