/** What a caller may name; `auto` tries all of them, and what runners print for people. */
export const reportFormats = ['auto', 'vitest', 'jest', 'junit', 'tap', 'pytest'] as const;
export type ReportFormat = (typeof reportFormats)[number];
