import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { Caller, Role } from './access.ts';

type Awaitable<Value> = Value | Promise<Value>;

/** One endpoint of the server. */
export interface Endpoint {
  readonly method: string;
  /** `:name` takes one segment; a `*` at the end takes all that follow, as the parameter `rest`. */
  readonly path: string;
  /** The least role that may call it; public when absent. */
  readonly role?: Role;
  readonly handle: (call: EndpointCall) => Awaitable<Answer>;
}

export interface EndpointCall {
  readonly request: RecordedRequest;
  /** Decoded. `rest` is still as sent: it goes on to another server. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly caller: Caller;
  readonly nowMs: number;
}
