/** A picture for people beside the structured answer. PNG only: clients render it everywhere, SVG breaks several. */
export interface Image {
  readonly png: Uint8Array;
  /** What it shows, for those who cannot see it. */
  readonly alt: string;
}

const attached = Symbol.for('lineclear.images');

export interface WithImages<Output> {
  readonly [attached]: readonly Image[];
  readonly output: Output;
}

/** Adds pictures to an answer: `return withImages(output, [{ png, alt }])`. */
export const withImages = <Output>(output: Output, images: readonly Image[]): WithImages<Output> => ({
  [attached]: images,
  output,
});

/** Splits an answer into its structured part and its pictures. */
export const splitImages = (value: unknown): { output: unknown; images: readonly Image[] } =>
  hasImages(value) ? { output: value.output, images: value[attached] } : { output: value, images: [] };

const hasImages = (value: unknown): value is WithImages<unknown> =>
  typeof value === 'object' && value !== null && attached in value;
