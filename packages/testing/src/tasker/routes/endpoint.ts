import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { Permission } from './access.ts';

/** One endpoint of the server. Without a permission it is public. */
export interface Endpoint {
  readonly method: string;
  /** Below the base path. */
  readonly path: string;
  readonly permission?: Permission;
  readonly handle: (call: EndpointCall) => Answer;
}

export interface EndpointCall {
  readonly request: RecordedRequest;
  readonly params: Readonly<Record<string, string>>;
  readonly nowMs: number;
}
