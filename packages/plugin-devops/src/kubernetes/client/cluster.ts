import {
  type Clock,
  type HttpClient,
  type HttpRequest,
  type HttpResponse,
  LineclearError,
  type OpenHttp,
  type Secret,
} from '@lineclear/core/plugin';
import { type Credentials, openCredentials, type Presented } from './credentials.ts';
import { isStatus } from './explain.ts';
import type { ContextEntry, Kubeconfig } from './kubeconfig.ts';
import { explainApart, safeError } from './safe-error.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** What it takes to open a connection of another sort, such as a WebSocket. */
export interface ClusterAccess {
  /** Without a slash at the end. */
  readonly server: string;
  readonly tls: { readonly ca?: string; readonly servername?: string; readonly rejectUnauthorized?: false };
  readonly presented: Presented;
}

interface Opened {
  readonly presented: Presented;
  readonly clients: Readonly<Record<Size, HttpClient>>;
}

type Sending = HttpRequest & { method: Method; path: string; size?: Size; signal: AbortSignal };

/** How large an answer may be: what many are asked for at once must not be large, whatever a server makes of the limit it is given. */
type Size = 'whole' | 'small';

/** An answer beyond this is refused with the advice to ask for less. */
const maxBytes: Readonly<Record<Size, number>> = { whole: 16 << 20, small: 2 << 20 };

/** One cluster as the user of one context sees it. */
export class Cluster {
  readonly context: string;
  readonly #parts: { kubeconfig: Kubeconfig; http: OpenHttp; clock: Clock; timeoutMs: number };
  #opening: Promise<{ entry: ContextEntry; ca: string | undefined; credentials: Credentials }> | undefined;
  #opened: Opened | undefined;

  constructor({
    context,
    ...parts
  }: {
    context: string;
    kubeconfig: Kubeconfig;
    http: OpenHttp;
    clock: Clock;
    timeoutMs: number;
  }) {
    this.context = context;
    this.#parts = parts;
  }

  /**
   * Sends one request below the server's address. A read is sent once more where credentials have expired and others can be had. Errors
   * hold no values of objects, and with `isSecret` nothing that the server said.
   */
  async send({ isSecret = false, ...sending }: Sending & { isSecret?: boolean | undefined }): Promise<HttpResponse> {
    try {
      return await this.#send(sending);
    } catch (error) {
      throw safeError({ error, isSecret });
    }
  }

  async #send({ method, path, size = 'whole', ...request }: Sending): Promise<HttpResponse> {
    const { credentials } = await this.#ready();
    try {
      return await (await this.#open(request)).clients[size][method](path, request);
    } catch (error) {
      const isRefused = LineclearError.is(error) && error.code === 'unauthenticated' && error.details?.['status'] === 401;
      if (!isRefused || !credentials.forget() || (method !== 'get' && request.safe !== true)) throw error;
      return (await this.#open(request)).clients[size][method](path, request);
    }
  }

  /**
   * Asks for a path that the server only passes on. Every status of what answers there is an answer, redirects included, and none is
   * followed; where the server itself refuses, its error is thrown.
   */
  async fetch({ path, signal }: { path: string; signal: AbortSignal }): Promise<Response> {
    const client = (await this.#open({ signal })).clients.small;
    const answer = await client.fetch(path, { redirect: 'manual', signal });
    if (answer.status < 400 || answer.headers.get('content-type')?.startsWith('application/json') !== true) return answer;
    const text = await answer.text();
    const { status, headers, url } = answer;
    if (isStatus(text))
      throw safeError({ error: client.failure({ method: 'GET', url, status, headers, text }), isSecret: false });
    return new Response(text, { status, headers });
  }

  /** Where the cluster is and what to show it. */
  async access({ signal }: { signal: AbortSignal }): Promise<ClusterAccess> {
    const { entry, ca, credentials } = await this.#ready();
    return { server: serverOf(entry), tls: tlsOf({ entry, ca }), presented: await credentials.present({ signal }) };
  }

  /** What is unsafe about the way there, as the kubeconfig wants it. */
  async warnings(): Promise<readonly string[]> {
    const { entry } = await this.#ready();
    return [
      ...(serverOf(entry).startsWith('http:')
        ? ['The server is reached by plain HTTP: everybody on the way can read and change what is sent.']
        : []),
      ...(entry.cluster['insecure-skip-tls-verify'] === true
        ? ['The certificate of the server is not checked (insecure-skip-tls-verify).']
        : []),
    ];
  }

  async #open({ signal }: { signal: AbortSignal }): Promise<Opened> {
    const { entry, ca, credentials } = await this.#ready();
    const presented = await credentials.present({ signal });
    if (this.#opened === undefined || !isSame(this.#opened.presented, presented)) {
      const { http, timeoutMs } = this.#parts;
      const { bearer, basic, certificate, key } = presented;
      const tls = {
        ...tlsOf({ entry, ca }),
        ...(certificate === undefined ? {} : { cert: certificate }),
        ...(key === undefined ? {} : { key }),
      };
      const options = {
        baseUrl: serverOf(entry),
        bearer,
        ...(basic === undefined ? {} : { basic }),
        tls,
        timeoutMs,
        explain: explainApart,
      };
      // Clients for each credential, so that core knows every token and hides it wherever it turns up.
      const [whole, small] = [http({ ...options, maxBytes: maxBytes.whole }), http({ ...options, maxBytes: maxBytes.small })];
      this.#opened = { presented, clients: { whole, small } };
    }
    return this.#opened;
  }

  #ready() {
    this.#opening ??= this.#read();
    this.#opening.catch(() => (this.#opening = undefined));
    return this.#opening;
  }

  async #read() {
    const { kubeconfig, clock } = this.#parts;
    const entry = await kubeconfig.context(this.context);
    const { cluster } = entry;
    if (cluster['proxy-url'] != null && cluster['proxy-url'] !== '') throw proxied(this.context);
    const ca = await kubeconfig.content({ file: cluster['certificate-authority'], data: cluster['certificate-authority-data'] });
    return { entry, ca, credentials: await openCredentials({ entry, kubeconfig, clock }) };
  }
}

const serverOf = ({ cluster }: ContextEntry): string => cluster.server.replace(/\/+$/, '');

const tlsOf = ({ entry: { cluster }, ca }: { entry: ContextEntry; ca: string | undefined }): ClusterAccess['tls'] => ({
  ...(ca === undefined ? {} : { ca }),
  ...(cluster['tls-server-name'] == null ? {} : { servername: cluster['tls-server-name'] }),
  ...(cluster['insecure-skip-tls-verify'] === true ? { rejectUnauthorized: false } : {}),
});

const isSame = (one: Presented, other: Presented): boolean =>
  textOf(one.bearer) === textOf(other.bearer) && one.certificate === other.certificate && textOf(one.key) === textOf(other.key);

const textOf = (secret: Secret | undefined): string | undefined => secret?.reveal();

const proxied = (context: string): LineclearError =>
  new LineclearError(
    'unsupported',
    `The cluster of the context ${JSON.stringify(context)} is reached through a proxy (proxy-url), which is not supported.`,
    {
      hint: 'Ask the operator for a context that reaches the cluster directly.',
      details: { reason: 'proxy' },
    },
  );
