import { cleanText } from '@lineclear/core/plugin';
import type { Digest } from './secret-digest.ts';
import { holdsSecret, isSecretLike } from './secret-names.ts';

/**
 * A text without the secrets that its own words mark, in a command, a log, a settings file or an object: `--password=x`,
 * `API_TOKEN="x"`, `password: x`, `"password": "x"`, `postgres://shop:x@db`, a private key, a bearer token.
 */
export const maskText = ({ text, digest }: { text: string; digest: Digest }): string => {
  const hidden = (value: string): string => (value.startsWith('[') && /^\[\d+ bytes, digest/.test(value) ? value : digest(value));
  // As it will be shown: colours and what nobody sees would stand between a name and its value.
  const masked = maskKeys({ text: cleanText(text), digest })
    .replaceAll(userinfo, (_whole, before: string, password: string) => `${before}${digest(password)}@`)
    .replaceAll(bearer, (_whole, before: string, token: string) => `${before}${digest(token)}`)
    .replaceAll(signed, (whole) => digest(whole))
    .replaceAll(assignment, (whole, name: string, between: string, value: string) =>
      isSecretLike(name) ? `${name}${between}${hidden(value)}` : whole,
    );
  const mask = (whole: string, before: string, name: string, between: string, value: string): string =>
    holdsSecret(name) ? `${before}${name}${between}${hidden(value)}` : whole;
  return fields.reduce((shown, field) => shown.replaceAll(field, mask), masked);
};

/** A text without the private keys in it. For a text of which a part will be shown: a part of a key is not known as one. */
export const maskKeys = ({ text, digest }: { text: string; digest: Digest }): string =>
  text.replaceAll(privateKey, (whole) => digest(whole));

// Every run is bounded, so that a long text takes time in proportion to its length.
const privateKey =
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:(?!-----(?:BEGIN|END) )[^]){1,20000}(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g;
const userinfo = /([a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,100}:)([^\s/@]{1,200})@/gi;
const bearer = /\b(bearer )([\w.~+/=-]{16,4000})/gi;
const signed = /\beyJ[\w-]{8,2000}\.[\w-]{8,4000}\.[\w-]{8,2000}/g;
const assignment =
  /([\w-]{2,80})([ \t]{0,3}=[ \t]{0,3}["']?)((?<=")[^"\n]{1,2000}|(?<=')[^'\n]{1,2000}|(?<!["'])[^\s'"]{1,2000})/g;

/** Each has what stands before the name, the name, what stands between, and the value. */
const fields = [
  // name: DB_PASSWORD, value: x, as variables of a container are written in JSON, YAML and the messages of Kubernetes.
  /(\bname\\{0,3}["']?\s{0,3}:\s{0,3}\\{0,3}["']?)([\w.-]{2,80})(\\{0,3}["']?[,\s+-]{1,80}\\{0,3}["']?value\\{0,3}["']?\s{0,3}:\s{0,3}\\{0,3}["']?)([^"'\\\n]{1,2000})/gi,
  // \"password\":\"x\", as JSON stands in JSON.
  /()([\w.-]{2,80})(\\{1,3}"\s{0,3}:\s{0,3}\\{1,3}")([^"\\\n]{1,2000})/g,
  // "password": "x"
  /()([\w.-]{2,80})(["']?\s{0,3}:\s{0,3}")((?:[^"\\\n]|\\.){1,2000})/g,
  // password: x on a line of its own.
  /(^[ \t]{0,200}(?:- )?["']?)([\w.-]{2,80})(["']?[ \t]{0,20}:[ \t]{1,20}'?)([^\s"'[{|>&*!#][^'\n]{0,2000})/gm,
] as const;
