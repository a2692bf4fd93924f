import { sign } from 'node:crypto';
import { type Clock, type HttpClient, LineclearError, type OpenHttp, path, Secret } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { AppSettings } from '../settings.ts';

/** https://docs.github.com/en/rest/apps/apps#create-an-installation-access-token-for-an-app */
const tokenAnswer = z.object({ token: z.string().min(1), expires_at: z.string() });

/** https://docs.github.com/en/rest/apps/apps#get-the-authenticated-app */
const appAnswer = z.object({ slug: z.string().min(1) });

const minuteMs = 60_000;

/** The tokens of one installation of an app: made with the first request, and anew before they end. */
export class AppToken {
  readonly #app: AppSettings;
  readonly #client: HttpClient;
  readonly #http: OpenHttp;
  readonly #baseUrl: string;
  readonly #clock: Clock;
  #current: { readonly token: string; readonly untilMs: number } | undefined;
  #making: Promise<string> | undefined;
  #login: string | undefined;

  constructor(parts: { app: AppSettings; client: HttpClient; http: OpenHttp; baseUrl: string; clock: Clock }) {
    this.#app = parts.app;
    this.#client = parts.client;
    this.#http = parts.http;
    this.#baseUrl = parts.baseUrl;
    this.#clock = parts.clock;
  }

  /** The token to send now. Requests that need a new one at the same time share it. */
  async get(): Promise<string> {
    if (this.#current !== undefined && this.#current.untilMs > this.#clock.now()) return this.#current.token;
    this.#making ??= this.#make().finally(() => {
      this.#making = undefined;
    });
    return this.#making;
  }

  /** The account that signs what the app writes: `deploys[bot]`. */
  async login({ signal }: { signal: AbortSignal }): Promise<string> {
    if (this.#login === undefined) {
      const answer = await this.#client.get('/app', { headers: this.#asApp(), signal });
      this.#login = `${answer.json(appAnswer).slug}[bot]`;
    }
    return this.#login;
  }

  /** GitHub does not take it any more: the next request gets a new one. */
  forget(): void {
    this.#current = undefined;
  }

  async #make(): Promise<string> {
    // It changes nothing in GitHub, so a reader may ask for it.
    const answer = await this.#client.post(path`/app/installations/${this.#app.installation_id}/access_tokens`, {
      headers: this.#asApp(),
      safe: true,
    });
    const { token, expires_at: end } = answer.json(tokenAnswer);
    // What a client carries is what redaction learns; this one sends nothing.
    this.#http({ baseUrl: this.#baseUrl, bearer: new Secret(token) });
    const sentMs = Date.parse(answer.headers.get('date') ?? '') || this.#clock.now();
    // By how long it lives, not by when it ends: the clocks of both sides may differ.
    this.#current = { token, untilMs: this.#clock.now() + Date.parse(end) - sentMs - minuteMs };
    return token;
  }

  #asApp() {
    return { authorization: new Secret(`Bearer ${this.#proof()}`), accept: 'application/vnd.github+json' };
  }

  // https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
  #proof(): string {
    const nowS = Math.floor(this.#clock.now() / 1_000);
    // A minute back, because clocks differ; ten minutes are the longest that GitHub takes.
    const claims = { iat: nowS - 60, exp: nowS + 480, iss: this.#app.id };
    const content = [{ alg: 'RS256', typ: 'JWT' }, claims].map(encoded).join('.');
    return `${content}.${this.#signed(content)}`;
  }

  #signed(content: string): string {
    try {
      // In the environment of a process its lines are often written as \n.
      const key = this.#app.private_key.reveal().replaceAll(String.raw`\n`, '\n');
      return sign('RSA-SHA256', Buffer.from(content), key).toString('base64url');
    } catch {
      // What the library throws may quote the key.
      throw new LineclearError('unauthenticated', 'The private key of the GitHub App cannot be used.', {
        hint: 'Set github.app.private_key of this profile to the whole PEM file that GitHub gave out for the app.',
        effect: 'none',
        details: { reason: 'private_key' },
      });
    }
  }
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
