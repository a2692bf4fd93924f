import type { Octokit } from '@octokit/core';

/** Loads and opens the library; nothing is sent yet. */
export const openOctokit = async ({
  baseUrl,
  fetch,
  throttleId,
}: {
  baseUrl: string;
  fetch: typeof globalThis.fetch;
  /** Requests with the same one are spaced out together; undefined where nothing is. */
  throttleId: string | undefined;
}): Promise<Octokit> => {
  const [{ Octokit: Core }, { throttling }] = await Promise.all([import('@octokit/core'), import('@octokit/plugin-throttling')]);
  return new (Core.plugin(throttling))({
    baseUrl,
    userAgent: 'lineclear',
    request: { fetch, log: silent },
    log: silent,
    throttle:
      throttleId === undefined
        ? { enabled: false }
        : // A limit is answered at once with the time to wait: a caller is told more by that than by silence.
          { id: throttleId, onRateLimit: ignore, onSecondaryRateLimit: ignore },
  });
};

const ignore = (): void => undefined;

// Its warnings hold whole addresses and would go to the console.
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };
