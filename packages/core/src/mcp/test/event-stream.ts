import { onTestFinished } from 'vitest';

/** Reads the messages of a server-sent event stream as they come. */
export const openEventStream = async (
  url: string,
  init: RequestInit,
): Promise<{ status: number; messages: Record<string, unknown>[]; ended: Promise<void> }> => {
  const stop = new AbortController();
  onTestFinished(() => stop.abort());
  const response = await fetch(url, { ...init, signal: stop.signal });
  const messages: Record<string, unknown>[] = [];
  return { status: response.status, messages, ended: collect(response, messages) };
};

const collect = async (response: Response, messages: Record<string, unknown>[]): Promise<void> => {
  let text = '';
  try {
    for await (const chunk of (response.body ?? new ReadableStream<Uint8Array>()).pipeThrough(new TextDecoderStream())) {
      const events = (text + chunk).split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = event.split('\n').find((line) => line.startsWith('data: {'));
        if (data !== undefined) messages.push(JSON.parse(data.slice('data: '.length)));
      }
    }
  } catch {
    // The test is over.
  }
};
