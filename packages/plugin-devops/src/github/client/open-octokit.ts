import type { HttpClient } from '@lineclear/core/plugin';
import type { Octokit } from '@octokit/core';
import type { Settings } from '../settings.ts';

/** Loads and opens the library; nothing is sent yet. */
export const openOctokit = async ({
  settings,
  baseUrl,
  client,
  throttleId,
}: {
  settings: Settings;
  baseUrl: string;
  client: HttpClient;
  throttleId: string;
}): Promise<Octokit> => {
  const [{ Octokit: Core }, { throttling }] = await Promise.all([import('@octokit/core'), import('@octokit/plugin-throttling')]);
  return new (Core.plugin(throttling))({
    baseUrl,
    userAgent: 'lineclear',
    request: { fetch: fetchThrough(client) },
    // Its warnings would go to the console, which is the wire of a stdio server.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    throttle: settings.throttle
      ? // A limit is answered at once with the time to wait: a caller is told more by that than by silence.
        { id: throttleId, onRateLimit: ignore, onSecondaryRateLimit: ignore }
      : { enabled: false },
    ...(await appCredentials(settings)),
  });
};

const appCredentials = async ({ app }: Settings) => {
  if (app === undefined) return {};
  const { createAppAuth } = await import('@octokit/auth-app');
  return {
    authStrategy: createAppAuth,
    auth: { appId: app.id, privateKey: app.private_key.reveal(), installationId: app.installation_id },
  };
};

// The only POSTs that a reader may send: a token for an installation and the draft of release notes change nothing in GitHub.
// https://docs.github.com/en/rest/releases/releases#generate-release-notes-content-for-a-release
const safePost = /^.*?(\/app\/installations\/\d+\/access_tokens|\/repos\/[^/]+\/[^/]+\/releases\/generate-notes)$/;

const fetchThrough =
  (client: HttpClient): typeof globalThis.fetch =>
  async (input, init) => {
    const [, path] = (init?.method === 'POST' && safePost.exec(String(input))) || [];
    if (path === undefined) return client.fetch(input, init);
    const headers = Object.fromEntries(new Headers(init?.headers));
    const accept = Array.from({ length: 500 }, (_, index) => 100 + index);
    const sent = { ...(typeof init?.body === 'string' && { body: init.body }), ...(init?.signal && { signal: init.signal }) };
    const answer = await client.post(path, { headers, safe: true, accept, ...sent });
    return new Response(new Uint8Array(answer.bytes()), { status: answer.status, headers: answer.headers });
  };

const ignore = (): void => undefined;
