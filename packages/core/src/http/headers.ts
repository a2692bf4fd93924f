import { LineclearError } from '../plugin/errors.ts';
import type { HttpOptions } from '../plugin/http.ts';
import { Secret } from '../plugin/secret.ts';
import type { Redactor } from '../profiles/redactor.ts';
import type { Base } from './base-url.ts';

type Values = Readonly<Record<string, Secret | string | undefined>>;

/** The headers that every request of one client carries, credentials included. Redaction learns each secret among them. */
export const standingHeaders = ({
  options,
  base,
  redactor,
}: {
  options: HttpOptions;
  base: Base;
  redactor: Redactor;
}): Headers => {
  const headers = new Headers({ accept: 'application/json', 'accept-encoding': 'gzip, br', 'user-agent': 'lineclear' });
  const authorization = authorizationOf({ options, base, redactor });
  const values = { ...(authorization === undefined ? {} : { authorization }), ...options.headers };
  return withHeaders({ headers, values, redactor });
};

/** A copy with more headers; later values replace earlier ones, `undefined` changes nothing. */
export const withHeaders = ({
  headers,
  values = {},
  redactor,
}: {
  headers: Headers;
  values?: Values | undefined;
  redactor: Redactor;
}): Headers => {
  const copy = new Headers(headers);
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) set({ headers: copy, name, value: revealed({ value, redactor }) });
  }
  return copy;
};

const set = ({ headers, name, value }: { headers: Headers; name: string; value: string }): void => {
  try {
    headers.set(name, value);
  } catch {
    // The original message quotes the value, which may be a token.
    throw new LineclearError(
      'invalid_input',
      `The header "${name}" cannot be sent: it holds a line break or another character that no header may.`,
      {
        hint: 'Correct the value in the profile.',
        details: { reason: 'header' },
      },
    );
  }
};

const authorizationOf = ({
  options,
  base,
  redactor,
}: {
  options: HttpOptions;
  base: Base;
  redactor: Redactor;
}): string | undefined => {
  if (options.bearer !== undefined) return `Bearer ${credential({ value: options.bearer, redactor })}`;
  const basic = options.basic ?? base.userinfo;
  if (basic === undefined) return undefined;
  const password = credential({ value: basic.password, redactor });
  const pair = Buffer.from(`${basic.username}:${password}`).toString('base64');
  redactor.add(pair);
  return `Basic ${pair}`;
};

const credential = ({ value, redactor }: { value: Secret | string; redactor: Redactor }): string => {
  const text = Secret.is(value) ? value.reveal() : value;
  redactor.add(text);
  return text;
};

const revealed = ({ value, redactor }: { value: Secret | string; redactor: Redactor }): string =>
  Secret.is(value) ? credential({ value, redactor }) : value;
