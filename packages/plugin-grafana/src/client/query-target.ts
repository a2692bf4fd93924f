import type { HttpRequest, HttpResponse } from '@lineclear/core/plugin';

/** Where the queries of one datasource go. Paths are below the datasource: `/api/v1/query`. Every request is a read. */
export interface QueryTarget {
  get(path: string, request: HttpRequest): Promise<HttpResponse>;
  /** A query sent as a form; datasources that take GET only get it in the address. */
  query(
    path: string,
    request: HttpRequest & { readonly form: Readonly<Record<string, string | readonly string[] | undefined>> },
  ): Promise<HttpResponse>;
}
