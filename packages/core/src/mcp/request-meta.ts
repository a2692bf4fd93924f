import { CLIENT_CAPABILITIES_META_KEY, CLIENT_INFO_META_KEY, TRACEPARENT_META_KEY } from '@modelcontextprotocol/server';
import { isRecord } from './record.ts';

const traceparent = /^(?!ff)[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;
const longestLabel = 120;

/** The W3C trace id in a request's `_meta`, or `undefined` when there is none or it is malformed. */
export const traceIdOf = (meta: Readonly<Record<string, unknown>> | undefined): string | undefined => {
  const value = meta?.[TRACEPARENT_META_KEY];
  return typeof value === 'string' ? traceparent.exec(value)?.[1] : undefined;
};

/** `name/version` of a client, for the audit trail: shortened, and without characters that could forge a log line. */
export const clientLabel = (info: unknown): string | undefined => {
  if (!isRecord(info) || typeof info['name'] !== 'string' || typeof info['version'] !== 'string') return undefined;
  return `${info['name']}/${info['version']}`
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, longestLabel)
    .toWellFormed();
};

/** What a 2026-07-28 request says about its client. */
export const clientOf = (
  meta: Readonly<Record<string, unknown>> | undefined,
): { readonly info: unknown; readonly capabilities: unknown } => ({
  info: meta?.[CLIENT_INFO_META_KEY],
  capabilities: meta?.[CLIENT_CAPABILITIES_META_KEY],
});
