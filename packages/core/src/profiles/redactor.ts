/** Hides the secrets of every profile wherever text leaves the server. */
export interface Redactor {
  /** Replaces every known form of a secret with `[secret]`. */
  text(text: string): string;
  /** A deep copy with every string (keys too) redacted; the same value when there is nothing to hide. */
  value<Value>(value: Value): Value;
  /** Learns another secret: a profile opened later, a `secret()` input of one call. */
  add(secret: string): void;
}
