import type { Answer, RecordedRequest } from './route.ts';

/** One way in which a backend can misbehave. */
export type Fault =
  /** Answers late. */
  | { readonly kind: 'delay'; readonly ms: number }
  /** Cuts the connection; with `afterEffect` the route has run by then. */
  | { readonly kind: 'reset'; readonly afterEffect?: boolean }
  /** Answers this status; with `afterEffect` the route has run by then, as behind a gateway that gave up. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly text?: string;
      readonly afterEffect?: boolean;
    }
  /** 429 with Retry-After. */
  | { readonly kind: 'rate_limited'; readonly retryAfterS: number }
  /** Announces the whole body, sends half of it, then cuts the connection. */
  | { readonly kind: 'truncated' }
  /** 200 with an HTML page where JSON was expected. */
  | { readonly kind: 'not_json' }
  /** An error page that repeats every header and the body of the request: what careless gateways do. */
  | { readonly kind: 'echo'; readonly status: number; readonly afterEffect?: boolean };

/** Which requests a fault hits; everything when empty. */
export interface FaultTarget {
  readonly method?: string;
  /** A path template as in routes. */
  readonly path?: string;
  /** Only methods that change something (everything but GET, HEAD and OPTIONS). */
  readonly unsafe?: boolean;
  /** A further condition. */
  readonly accepts?: (request: RecordedRequest) => boolean;
  /** How many requests; all when absent. */
  readonly times?: number;
}

/** What goes onto the wire in the end. */
export interface Delivery {
  readonly answer: Answer;
  readonly delayMs: number;
  readonly cut: 'no' | 'before' | 'halfway';
}

/** Runs the route where the fault lets it, and says what the client gets. */
export const deliver = async ({
  fault,
  request,
  answer,
}: {
  fault: Fault | undefined;
  request: RecordedRequest;
  /** Runs the route. */
  answer: () => Promise<Answer>;
}): Promise<Delivery> => {
  if (fault === undefined) return { answer: await answer(), delayMs: 0, cut: 'no' };
  switch (fault.kind) {
    case 'delay':
      return { answer: await answer(), delayMs: fault.ms, cut: 'no' };
    case 'reset':
      if (fault.afterEffect === true) await answer();
      return { answer: {}, delayMs: 0, cut: 'before' };
    case 'status':
      if (fault.afterEffect === true) await answer();
      return whole({ status: fault.status, headers: fault.headers ?? {}, bytes: bodyOf(fault) });
    case 'rate_limited':
      return whole({ status: 429, headers: { 'retry-after': String(fault.retryAfterS) }, text: 'slow down' });
    case 'truncated':
      return { answer: await answer(), delayMs: 0, cut: 'halfway' };
    case 'not_json':
      return whole({ headers: { 'content-type': 'text/html' }, text: '<!doctype html><title>Sign in</title>' });
    case 'echo':
      if (fault.afterEffect === true) await answer();
      return whole({ status: fault.status, json: { error: 'backend failed', request: echoOf(request) } });
  }
};

/** The body of a fault, which may be megabytes for each of many requests, is made once. */
const bodyOf = (fault: Fault & { readonly kind: 'status' }): Buffer => {
  const body = bodies.get(fault) ?? Buffer.from(fault.text ?? '');
  bodies.set(fault, body);
  return body;
};
const bodies = new WeakMap<Fault, Buffer>();

const whole = (answer: Answer): Delivery => ({ answer, delayMs: 0, cut: 'no' });

const echoOf = (request: RecordedRequest) => ({
  line: `${request.method} ${request.url}`,
  headers: request.headers,
  body: request.body,
});
