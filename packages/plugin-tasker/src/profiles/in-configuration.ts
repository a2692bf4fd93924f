import { Secret } from '@lineclear/core/plugin';

/** A text of another client's file or environment as a setting: no reference begins in it, and an address with credentials is a secret. */
export const inConfiguration = (text: string): string | Secret =>
  mayHoldSecret(text) ? new Secret(text) : text.replaceAll('${', () => '$${');

// User and password, or a key in the query.
const mayHoldSecret = (text: string): boolean => {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '');
};
