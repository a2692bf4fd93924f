import { isSecretName } from '@lineclear/core/plugin';

// Variables of a container say more than the fields of a form: AWS_SECRET_ACCESS_KEY, TOKEN_FOR_CI, PGPASSWORD.
const words = /(?:secret|passw|passphrase|token|credential|api[_-]?key|access[_-]?key|private[_-]?key)/i;

/** Whether a variable, an option or a key is named like one that holds a secret. */
export const isSecretLike = (name: string): boolean => words.test(name) || isSecretName(name);

// A field that only says where the secret is: `secretName`, `tokenFile`, `passwordRef`.
const reference = /(?:names?|refs?|files?|paths?|class|kind|namespace)$/i;

/** Whether a field in a text is named like one whose value is the secret itself. */
export const holdsSecret = (name: string): boolean => isSecretLike(name) && !reference.test(name);
