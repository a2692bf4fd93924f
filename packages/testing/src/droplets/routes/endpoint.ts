import type * as z from 'zod';
import type { Answer, RecordedRequest } from '../../http/route.ts';
import type { World } from '../world/world.ts';
import { notFound, unprocessable } from './refusal.ts';

/** What an endpoint is asked with. */
export interface EndpointCall {
  readonly world: World;
  readonly request: RecordedRequest;
  /** Decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The root of the server, for links. */
  readonly api: string;
}

/** One endpoint below `/v2`. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly handle: (call: EndpointCall) => Answer;
}

/** `line` is `GET /droplets/:id`. */
export const endpoint = (line: string, handle: Endpoint['handle']): Endpoint => {
  const [method = 'GET', path = ''] = line.split(' ');
  return { method, path: `/v2${path}`, handle };
};

/** The body in a shape; 422 for anything else. */
export const bodyOf = <Schema extends z.ZodType>({ request }: EndpointCall, schema: Schema): z.output<Schema> => {
  const parsed = schema.safeParse(request.json ?? {});
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unprocessable(`${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
};

/** A value that must be there; 404 where it is not. */
export const orNotFound = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw notFound();
  return value;
};

/** The droplet that the path names. */
export const dropletOf = ({ world, params }: EndpointCall) => orNotFound(world.droplets.get(Number(params['id'])));

/** What everything that was deleted or only acknowledged answers. */
export const noContent: Answer = { status: 204, text: '' };

/** One page of a list inside an object, with the links to the others. */
export const page = <Item>(
  call: EndpointCall,
  name: string,
  items: readonly Item[],
  toWire: (item: Item, world: World) => unknown,
): Answer => {
  const size = Math.min(200, positive(call.query.get('per_page'), 20));
  const number = positive(call.query.get('page'), 1);
  const last = Math.max(1, Math.ceil(items.length / size));
  const address = (target: number): string => {
    const url = new URL(call.request.url, call.api);
    url.searchParams.set('page', String(target));
    return url.href;
  };
  const pages = {
    ...(number > 1 ? { first: address(1), prev: address(Math.min(number - 1, last)) } : {}),
    ...(number < last ? { next: address(number + 1), last: address(last) } : {}),
  };
  const slice = items.slice((number - 1) * size, number * size).map((item) => toWire(item, call.world));
  return { json: { [name]: slice, links: last === 1 ? {} : { pages }, meta: { total: items.length } } };
};

const positive = (text: string | null, fallback: number): number => {
  const value = Number(text);
  return Number.isInteger(value) && value > 0 ? value : fallback;
};
