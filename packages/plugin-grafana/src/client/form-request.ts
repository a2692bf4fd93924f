import type { HttpRequest } from '@lineclear/core/plugin';

/** A query as a form in the body: expressions are longer than addresses may be. It changes nothing, and says so. */
export const formRequest = ({
  form,
  request,
}: {
  form: Readonly<Record<string, string | readonly string[] | undefined>>;
  request: HttpRequest;
}): HttpRequest => {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const one of value === undefined ? [] : [value].flat()) body.append(name, one);
  }
  return {
    ...request,
    safe: true,
    body: body.toString(),
    headers: { ...request.headers, 'content-type': 'application/x-www-form-urlencoded' },
  };
};
