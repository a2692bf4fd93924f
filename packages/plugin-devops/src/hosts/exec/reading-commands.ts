import { type Options, type ReadArguments, readOptions } from './read-options.ts';

/** Whether arguments make a program only read. */
type OnlyReads = (args: readonly string[]) => boolean;

const always: OnlyReads = () => true;

/** Only options that are listed, and no other arguments than `more` admits. */
const only =
  (options: Options, more: (found: ReadArguments) => boolean = () => true): OnlyReads =>
  (args) => {
    const found = readOptions({ args, options });
    return found !== undefined && more(found);
  };

const nothingPlain = ({ plain }: ReadArguments): boolean => plain.every((argument) => argument.startsWith('+'));

const alwaysReading = `
  true false test [ echo printf pwd whoami id groups logname tty nproc arch uptime uname who w users last free vmstat
  iostat mpstat df du ls dir stat readlink realpath basename dirname cat tac head tail wc nl od hexdump strings md5sum
  sha1sum sha256sum sha512sum cksum cmp comm cut tr lsblk lscpu lsmem lsusb lsns pgrep pidof pstree getent netstat which
  whereis findmnt seq sleep dpkg-query
`
  .trim()
  .split(/\s+/);

// What is below a folder is not named, and may be the secrets of an application.
const grep: OnlyReads = (args) => !args.some((argument) => /^-[A-Za-z0-9]*[rRd]|^--(?:rec|der|dir)/.test(argument));

const unitVerbs = new Set(
  'status show is-active is-enabled is-failed is-system-running list-units list-unit-files list-timers list-sockets list-dependencies get-default'.split(
    ' ',
  ),
);
const unitOptions = {
  letters: 'alq',
  valued: 'nptoP',
  words: ['--no-pager', '--plain', '--no-legend', '--all', '--full', '--failed', '--quiet', '--value', '--user'],
  valuedWords: ['--lines', '--property', '--type', '--state', '--output'],
} satisfies Options;

/** A unit's environment holds secrets often, and is shown where no property is named. */
const showsNoEnvironment = ({ plain, values }: ReadArguments): boolean => {
  const named = values.filter(({ option }) => ['-p', '-P', '--property'].includes(option));
  return plain[0] !== 'show' || (named.length > 0 && !named.some(({ value }) => /env|pass/i.test(value)));
};

const networkObjects = new Set(['addr', 'address', 'a', 'link', 'l', 'route', 'r', 'neigh', 'n', 'rule']);
const networkVerbs = new Set(['show', 'list', 'ls', 'get']);

/**
 * Programs that only read with these arguments, whatever else there is. What can write a file, set something, end something or start
 * another program through any argument is not here, or here with the arguments that do not.
 */
export const readingCommands: Readonly<Record<string, OnlyReads>> = {
  ...Object.fromEntries(alwaysReading.map((name) => [name, always])),
  find: (args) =>
    !args.some((argument) => /^-(?:exec|execdir|ok|okdir|delete|fprint|fprintf|fprint0|fls|files0-from)$/.test(argument)),
  grep,
  egrep: grep,
  fgrep: grep,
  lspci: only({ letters: 'vnkmtD' }),
  hostname: only({ letters: 'fsdiIA', words: ['--fqdn', '--short', '--all-fqdns'] }, nothingPlain),
  date: only({ letters: 'uR', words: ['--utc', '-Iseconds', '-Idate'], valuedWords: ['--rfc-3339'] }, nothingPlain),
  // The old options, without a dash, show the environment of processes with an e.
  ps: only(
    {
      letters: 'eAfFlyLTHwax',
      valued: 'opCuUq',
      words: ['--no-headers', '--forest'],
      valuedWords: ['--pid', '--ppid', '--sort', '--format'],
    },
    ({ plain, values }) =>
      plain.every((argument) => /^(?:[aflruwxT]+|\d+)$/.test(argument)) && !values.some(({ value }) => /env/i.test(value)),
  ),
  ss: only({ letters: '46HaltnupeimosxwOr' }),
  dmesg: only({ letters: 'kTxet', words: ['--kernel', '--ctime'], valuedWords: ['--level', '--since'] }, nothingPlain),
  journalctl: only({
    letters: 'kbrxaq',
    valued: 'unSUpogt',
    words: ['--no-pager', '--dmesg', '--reverse', '--utc', '--list-boots', '--disk-usage'],
    valuedWords: ['--unit', '--lines', '--since', '--until', '--priority', '--output', '--grep'],
  }),
  ping: only({ letters: '46nq', valued: 'cWw' }, ({ values }) => values.some(({ option }) => option === '-c')),
  dpkg: ([action = '', ...rest]) =>
    ['-l', '-L', '-s', '-S', '--list', '--listfiles', '--status', '--search'].includes(action) &&
    rest.every((argument) => !argument.startsWith('-')),
  systemctl: only(unitOptions, (found) => unitVerbs.has(found.plain[0] ?? 'list-units') && showsNoEnvironment(found)),
  ip: only({ letters: '46osdj', words: ['-br', '-brief'] }, ({ plain: [object = '', verb = 'show'] }) => {
    return networkObjects.has(object) && networkVerbs.has(verb);
  }),
};
