import { randomUUID } from 'node:crypto';
import { Refusal } from '../../http/refusal.ts';

const ids: Readonly<Record<number, string>> = {
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  422: 'unprocessable_entity',
  429: 'too_many_requests',
  500: 'server_error',
  503: 'service_unavailable',
};

/** An error in the shape of the API. */
export const errorBody = (status: number, message: string) => ({
  id: ids[status] ?? 'error',
  message,
  request_id: randomUUID(),
});

export const refuse = (status: number, message: string, headers: Readonly<Record<string, string>> = {}): Refusal =>
  new Refusal({ status, headers, json: errorBody(status, message) });

export const notFound = (): Refusal => refuse(404, 'The resource you were accessing could not be found.');
export const unprocessable = (message: string): Refusal => refuse(422, message);
