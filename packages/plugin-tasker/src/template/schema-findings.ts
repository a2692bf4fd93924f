/** One difference between two schemas. */
export interface SchemaFinding {
  readonly code: string;
  /** Whether a reader of the data may fail because of it. */
  readonly breaking: boolean;
  /** Dots lead into objects, `[]` into lists: `order.items[].sku`; empty for the schema as a whole. */
  readonly field_path: string;
  readonly message: string;
  readonly before_type?: string;
  readonly after_type?: string;
}

export const compatibilities = ['compatible', 'compatible_with_warnings', 'incompatible'] as const;
export type Compatibility = (typeof compatibilities)[number];

export const compatibilityOf = (findings: readonly SchemaFinding[]): Compatibility => {
  if (findings.some(({ breaking }) => breaking)) return 'incompatible';
  return findings.length > 0 ? 'compatible_with_warnings' : 'compatible';
};
