import { createHmac } from 'node:crypto';
import { canonicalJson } from '../digest/canonical.ts';
import { sha256Hex } from '../digest/sha256.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../plugin/json.ts';
import { isSecretName } from '../plugin/secret-name.ts';
import { Secret } from '../plugin/secret.ts';

/** The input as digests see it: a secret counts by its keyed hash, so that the digest binds it and reveals nothing. */
export const inputDigest = ({ input, key }: { input: unknown; key: Uint8Array }): string =>
  sha256Hex(
    canonicalJson(
      mapSecrets({ value: input, replace: (text) => ({ $secret: createHmac('sha256', key).update(text).digest('base64url') }) }),
    ),
  );

/** The arguments without the values that parsed into secrets; what is kept of a plan's input. */
export const withoutSecrets = ({ args, parsed }: { args: JsonObject; parsed: unknown }): JsonObject => {
  const parts = new Map<string, unknown>(isJsonObject(parsed) ? Object.entries(parsed) : []);
  return Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, withoutSecret({ value, parsed: parts.get(name) })]),
  );
};

const withoutSecret = ({ value, parsed }: { value: JsonValue; parsed: unknown }): JsonValue => {
  if (Secret.is(parsed)) return '[secret]';
  if (Array.isArray(value)) {
    return value.map((item, index) => withoutSecret({ value: item, parsed: Array.isArray(parsed) ? parsed[index] : undefined }));
  }
  return isJsonObject(value) ? withoutSecrets({ args: value, parsed }) : value;
};

/** Every secret text in a parsed input, for redaction. */
export const secretsIn = (input: unknown): readonly string[] => {
  const found: string[] = [];
  mapSecrets({ value: input, replace: (text) => (found.push(text), null) });
  return found;
};

const longest = 1_000;

/**
 * The arguments as the audit trail keeps them: long texts are replaced by their beginning, length and digest, and what stands under the
 * name of a secret (`password`, `api_key`, `accessToken`) is left out.
 */
export const shortened = (args: JsonObject): JsonObject => {
  const shorten = (value: JsonValue): JsonValue => {
    if (typeof value === 'string') {
      return value.length <= longest
        ? value
        : `${value.slice(0, 200).toWellFormed()}… [${value.length} characters, sha256 ${sha256Hex(value)}]`;
    }
    if (Array.isArray(value))
      return value.length <= 100 ? value.map(shorten) : [...value.slice(0, 100).map(shorten), `… [${value.length} items]`];
    if (typeof value !== 'object' || value === null) return value;
    return fields(value);
  };
  const fields = (object: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, part]) => [name, isHidden(name, part) ? '[secret]' : shorten(part)]));
  return fields(args);
};

// A number or a flag is no secret: `max_token: 5000`.
const isHidden = (name: string, value: JsonValue): boolean =>
  (typeof value === 'string' || (typeof value === 'object' && value !== null)) && isSecretName(name);

const mapSecrets = ({ value, replace }: { value: unknown; replace: (text: string) => unknown }): unknown => {
  if (Secret.is(value)) return replace(value.reveal());
  if (Array.isArray(value)) return value.map((item) => mapSecrets({ value: item, replace }));
  if (typeof value !== 'object' || value === null) return value;
  // A class instance is not JSON; canonicalJson must still see it to refuse it.
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, mapSecrets({ value: part, replace })]));
};
