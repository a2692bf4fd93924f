import { type HttpClient, isSecretName, path } from '@lineclear/core/plugin';
import * as z from 'zod';
import type { Datasource } from './datasource.ts';
import { shownAddress } from './shown-address.ts';

/** GET /api/datasources/uid/{uid}, as far as it may be shown. */
const details = z.object({
  url: z.string().nullish(),
  access: z.string().nullish(),
  database: z.string().nullish(),
  typeName: z.string().nullish(),
  readOnly: z.boolean().nullish(),
  basicAuth: z.boolean().nullish(),
  version: z.int().nullish(),
  jsonData: z.record(z.string(), z.unknown()).nullish().catch(null),
  secureJsonFields: z.record(z.string(), z.unknown()).nullish().catch(null),
});

/** The settings of a datasource of Grafana without anything secret: of what is stored encrypted only the names. */
export const fetchDetails = async ({
  http,
  datasource: { uid, id },
  signal,
}: {
  http: HttpClient;
  datasource: Pick<Datasource, 'uid' | 'id'>;
  signal: AbortSignal;
}) => {
  const byUid = await http.get(path`/api/datasources/uid/${uid}`, { accept: id === undefined ? [] : [404], signal });
  // Grafana before 9 may know the number alone.
  const answer = byUid.status === 404 ? await http.get(path`/api/datasources/${id ?? ''}`, { signal }) : byUid;
  const found = answer.json(details);
  return {
    ...(found.typeName && { type_name: found.typeName }),
    ...(found.url && { address: shownAddress(found.url) }),
    ...(found.access && { access: found.access }),
    ...(found.database && { database: found.database }),
    read_only: found.readOnly === true,
    basic_auth: found.basicAuth === true,
    ...(found.version && { version: found.version }),
    settings: harmless(found.jsonData ?? {}),
    secrets_set: Object.entries(found.secureJsonFields ?? {})
      .filter(([, isSet]) => isSet === true)
      .map(([name]) => name),
  };
};

const mostSettings = 60;

/** Some plugins keep credentials where they do not belong, at any depth; texts with a user in their address are left out too. */
const harmless = (settings: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(settings)
      .filter(isHarmless)
      .slice(0, mostSettings)
      .map(([name, value]) => [name, withoutSecrets(value)]),
  );

const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  return isRecord(value) ? harmless(value) : value;
};

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

const isHarmless = ([name, value]: readonly [string, unknown]): boolean =>
  !isSecretName(name.replace(endings, '')) && !ofDatasources.test(name) && !/:\/\/[^/@\s]*@/.test(JSON.stringify(value) ?? '');

/** What plugins write behind the word of a secret: `tokens`, `password2`, `secretValue`, `credentialsJson`. */
const endings = /(?:[_-]?(?:value|text|data|hash|base64|pem|json|file))?s?\d*$/i;

/** Secrets of datasources under other names: values of headers, and keys that let in. */
const ofDatasources = /^httpHeaderValue\d*$|(?:access|account|client|secret|service|shared|signing)[_-]?key\d*$|pass$|^jwt$/i;
