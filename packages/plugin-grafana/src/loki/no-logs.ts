/** What to say where the index knows no streams. */
export const noLogs = ({ selector }: { selector?: string | undefined }): string =>
  selector === undefined
    ? 'There are no logs in this range: try another one.'
    : 'There are no such logs in this range: try another one, or leave the selector out.';
