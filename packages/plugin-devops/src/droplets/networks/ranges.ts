/** The first and the last address of a range of IPv4 as numbers; undefined for anything else. */
const boundsOf = (range: string): readonly [number, number, number] | undefined => {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(range);
  if (match === null) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return [first, first + size - 1, bits];
};

/** Whether two ranges of IPv4 have an address in common. */
export const overlap = (one: string, other: string): boolean => {
  const [a, b] = [boundsOf(one), boundsOf(other)];
  return a !== undefined && b !== undefined && a[0] <= b[1] && b[0] <= a[1];
};

/** Whether a private network may have this range: https://docs.digitalocean.com/products/networking/vpc/how-to/create/ */
export const isPrivateRange = (range: string): boolean => {
  const bounds = boundsOf(range);
  if (bounds === undefined || bounds[2] < 16 || bounds[2] > 28) return false;
  return privateRanges.some((whole) => {
    const outer = boundsOf(whole);
    return outer !== undefined && outer[0] <= bounds[0] && bounds[1] <= outer[1];
  });
};

const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
