/** The languages that Tasker has workers for. */
export const languages = ['python', 'ruby', 'typescript', 'rust'] as const;
export type Language = (typeof languages)[number];
