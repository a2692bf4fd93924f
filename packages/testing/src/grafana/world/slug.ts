/** A title as it stands in the address of a dashboard or a folder. */
export const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

export const isUid = (uid: string): boolean => /^[a-zA-Z0-9_-]{1,40}$/.test(uid);
