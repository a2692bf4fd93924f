/** A name as SQL takes it, whatever stands in it. */
export const quoteIdentifier = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A text as SQL takes it; sessions have `standard_conforming_strings` on. */
export const quoteLiteral = (text: string): string => `'${text.replaceAll("'", "''")}'`;
