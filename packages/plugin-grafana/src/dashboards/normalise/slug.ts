/** Grafana's limit for the uid of anything. */
const longest = 40;

/** A uid out of a title: `Tunnel Health` is `tunnel-health`. Empty where the title has no letter and no digit that a uid may have. */
export const slugOf = (title: string): string =>
  title
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '');
