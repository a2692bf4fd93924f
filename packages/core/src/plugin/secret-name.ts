const secretName =
  /(^|[^a-z])(pass(word|wd|phrase)|secret|token|api[_-]?key|private[_-]?key|credentials?|authorization|cookie)$/i;

/**
 * True for a field name that ends with the word of a secret: `password`, `db_passwd`, `accessToken`, `x-api-key`. For values that somebody
 * passes on, such as the parameters of a job, where no schema says which of them are secret.
 */
export const isSecretName = (name: string): boolean => secretName.test(name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2'));
