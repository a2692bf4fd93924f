/** A quantity as manifests have it, such as `250m`, `1.5` or `2Gi`, as a number; undefined where it is none. */
export const readQuantity = (text: string): number | undefined => {
  const [, digits, exponent, suffix = ''] = shape.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const factor = exponent === undefined ? factors[suffix] : 10 ** Number(exponent);
  return factor === undefined ? undefined : Number(digits) * factor;
};

// https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
const shape = /^(\d{1,15}(?:\.\d{1,9})?|\.\d{1,9})(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/;
const factors: Readonly<Record<string, number>> = {
  '': 1,
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
