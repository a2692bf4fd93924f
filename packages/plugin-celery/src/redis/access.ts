const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g;
const withoutKey = new Set([
  'info',
  'multi',
  'exec',
  'ping',
  'scan',
  'time',
  'select',
  'auth',
  'hello',
  'psubscribe',
  'subscribe',
  'publish',
]);

/**
 * The rule that a Redis user lacks, in the words of `ACL SETUSER`, from Redis's refusal of a command. Ids in keys and channels
 * become `*`, so that one rule serves every task.
 */
export const missingRule = ({ refusal, command }: { refusal: string; command: readonly string[] }): string => {
  const [name = '', ...rest] = command.map((part, index) => (index === 0 ? part.toLowerCase() : part));
  if (/channel/i.test(refusal)) return `&${toPattern(rest[0] ?? '*')}`;
  if (/\bkeys?\b/i.test(refusal)) return `~${toPattern(withoutKey.has(name) ? '*' : (rest[0] ?? '*'))}`;
  return `+${/'([^']+)' command/.exec(refusal)?.[1]?.toLowerCase() ?? name}`;
};

// The separator of priorities is unprintable by default, and a rule has to be typed.
const toPattern = (name: string): string => name.replaceAll(uuid, '*').replace(/\u0006\u0016\d$/, '??[0-9]');
