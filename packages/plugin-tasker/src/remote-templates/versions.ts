/** Newest first by semantic version; what is no such version comes last, by its text. */
export const newestFirst = (versions: readonly string[]): readonly string[] =>
  versions.toSorted((one, other) => compare(other, one));

const compare = (one: string, other: string): number => {
  const left = parse(one);
  const right = parse(other);
  if (left === undefined || right === undefined)
    return Number(left !== undefined) - Number(right !== undefined) || compareTexts(one, other);
  return compareNumbers(left.numbers, right.numbers) || comparePrereleases(left.prerelease, right.prerelease);
};

const parse = (version: string) => {
  const [, core, prerelease = ''] = /^v?(\d+(?:\.\d+){0,3})(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(version) ?? [];
  return core === undefined ? undefined : { numbers: core.split('.').map(Number), prerelease };
};

const compareNumbers = (one: readonly number[], other: readonly number[]): number => {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
};

// A release is newer than its own prereleases; parts that are numbers compare as numbers and come before the others.
const comparePrereleases = (one: string, other: string): number => {
  if (one === '' || other === '') return Number(one === '') - Number(other === '');
  const left = one.split('.');
  const right = other.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const difference = compareParts(left[index], right[index]);
    if (difference !== 0) return difference;
  }
  return 0;
};

const compareParts = (one: string | undefined, other: string | undefined): number => {
  if (one === undefined || other === undefined) return Number(one !== undefined) - Number(other !== undefined);
  const areNumbers = [/^\d+$/.test(one), /^\d+$/.test(other)];
  if (areNumbers[0] === true && areNumbers[1] === true) return Number(one) - Number(other);
  return Number(areNumbers[1]) - Number(areNumbers[0]) || compareTexts(one, other);
};

const compareTexts = (one: string, other: string): number => (one < other ? -1 : Number(one > other));
