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

/** The parameters of an endpoint's path, or nothing when the path is another one. */
export const matchEndpoint = (template: string, path: string): Record<string, string> | undefined => {
  const parts = template.split('/');
  const segments = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of parts.entries()) {
    if (part === '*') {
      params['rest'] = segments.slice(index).join('/');
      return segments.length > index ? params : undefined;
    }
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (part.startsWith(':')) params[part.slice(1)] = decode(segment);
    else if (part !== segment) return undefined;
  }
  return parts.length === segments.length ? params : undefined;
};

const decode = (segment: string): string => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
};
