import { verify } from 'node:crypto';
import type { Clock } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Caller, TokenGrant } from './access.ts';
import { notFound, refuse } from './refusal.ts';

/** A GitHub App, the one place where it is installed, and what its tokens may do there. */
export interface AppGrant {
  /** PEM. */
  readonly publicKey: string;
  readonly installationId: number;
  readonly grant: TokenGrant;
}

/** Apps by their ids. */
export type AppGrants = Readonly<Record<number, AppGrant>>;

const hourMs = 3_600_000;
const longestS = 600;
const claims = z.object({ iat: z.int(), exp: z.int(), iss: z.union([z.int(), z.string()]) });

/** Knows the apps, and the tokens that they have been given. */
export class Apps {
  readonly #apps: AppGrants;
  readonly #clock: Clock;
  readonly #tokens = new Map<string, { readonly grant: TokenGrant; readonly untilMs: number }>();

  constructor({ apps = {}, clock }: { apps: AppGrants | undefined; clock: Clock }) {
    this.#apps = apps;
    this.#clock = clock;
  }

  /** Who a token or the proof of an app is; undefined where it is neither, 401 where it is an old or wrong one. */
  callerOf(text: string): Caller | undefined {
    const token = this.#tokens.get(text);
    if (token !== undefined) {
      if (token.untilMs <= this.#clock.now()) throw refuse(401, 'Bad credentials');
      return { login: token.grant.login, token: token.grant };
    }
    const parts = text.split('.');
    return parts.length === 3 ? { login: '', token: undefined, appId: this.#proven(parts) } : undefined;
  }

  /** The app that proved itself. */
  describe(appId: number | undefined) {
    const app = appId === undefined ? undefined : this.#apps[appId];
    if (appId === undefined || app === undefined) throw refuse(401, 'A JSON web token could not be decoded');
    return { id: appId, slug: app.grant.login.replace(/\[bot\]$/, ''), permissions: app.grant.permissions ?? {} };
  }

  /** A new token for an installation of the app, for an hour. */
  issue({ appId, installationId }: { appId: number | undefined; installationId: number }) {
    if (appId === undefined) throw refuse(401, 'A JSON web token could not be decoded');
    const app = this.#apps[appId];
    if (app?.installationId !== installationId) throw notFound();
    const untilMs = this.#clock.now() + hourMs;
    const token = `simulated-installation-token-${this.#tokens.size + 1}`;
    this.#tokens.set(token, { grant: app.grant, untilMs });
    return { token, untilMs, permissions: app.grant.permissions ?? {} };
  }

  #proven([head = '', body = '', signature = '']: readonly string[]): number {
    const parsed = claims.safeParse(decoded(body));
    const app = this.#apps[Number(parsed.data?.iss)];
    const isSigned =
      app !== undefined &&
      verify('RSA-SHA256', Buffer.from(`${head}.${body}`), app.publicKey, Buffer.from(signature, 'base64url'));
    if (!parsed.success || !isSigned) throw refuse(401, 'A JSON web token could not be decoded');
    const { iat, exp, iss } = parsed.data;
    const nowS = this.#clock.now() / 1_000;
    if (exp <= nowS)
      throw refuse(
        401,
        "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
      );
    if (exp > nowS + longestS) throw refuse(401, "'Expiration time' claim ('exp') is too far in the future");
    if (iat > nowS)
      throw refuse(401, "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued");
    return Number(iss);
  }
}

const decoded = (part: string): unknown => {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString());
  } catch {
    return undefined;
  }
};
