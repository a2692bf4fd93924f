/** A person who may decide plans outside the model's reach; the private half stays with them, behind a passphrase. */
export interface Approver {
  readonly name: string;
  /** Ed25519, SPKI PEM. */
  readonly publicKey: string;
}
