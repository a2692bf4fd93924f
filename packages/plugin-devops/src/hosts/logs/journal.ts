import { LineclearError, quoted } from '@lineclear/core/plugin';
import type { HostsReader } from '../client/hosts-reader.ts';
import type { HostCall } from '../client/hosts.ts';
import { noProgram } from '../query-text.ts';
import { journalCommand } from './commands.ts';
import type { LineFilter } from './line-filter.ts';

/** Entries that are looked at, and bytes that are kept of them, the newest. */
const mostEntries = 20_000;
const mostBytes = 8 << 20;

export interface JournalPart {
  readonly lines: readonly string[];
  /** Lines that are wanted and not shown, all of them older. */
  readonly leftOut: number;
  /** The last entry, for a later call; undefined where there was none. */
  readonly entry: string | undefined;
  /** What journalctl says about itself, as that the account may not see everything. */
  readonly remark: string;
}

/** The newest wanted lines of a unit in the journal of systemd, in its order. Times are UTC. */
export const readJournal = async ({
  reader,
  unit,
  sinceMs,
  after,
  filter,
  mostLines,
  mostCharacters,
  ...call
}: HostCall & {
  reader: HostsReader;
  unit: string;
  sinceMs: number | undefined;
  after: string | undefined;
  filter: LineFilter;
  mostLines: number;
  mostCharacters: number;
}): Promise<JournalPart> => {
  const printed = new Tail(mostBytes);
  const end = await reader.query({
    ...call,
    argv: [
      ...journalCommand,
      `--unit=${unit}`,
      `--lines=${mostEntries}`,
      // It takes one of both; what stands after an entry is what was asked for.
      ...(after === undefined
        ? sinceMs === undefined
          ? []
          : [`--since=@${Math.floor(sinceMs / 1_000)}`]
        : [`--after-cursor=${after}`]),
    ],
    limitBytes: 4 << 10,
    timeoutMs: 25_000,
    onStdout: (chunk) => printed.add(chunk),
  });
  if (end.exitCode === noProgram || end.stderr.text.includes('No journal files')) throw noJournal(call.host);
  if (end.exitCode !== 0) throw failed({ host: call.host, unit, exitCode: end.exitCode });
  const all = printed.lines();
  const entry = all.map((line) => /^-- cursor: ([a-z0-9=;]+)$/.exec(line)?.[1]).findLast((found) => found !== undefined);
  const lines = all.filter((line) => line !== '' && !line.startsWith('-- '));
  const matches = await filter.matches(lines);
  const wanted = lines.filter((_, index) => matches[index] === true);
  let left = mostCharacters;
  const shown = wanted.slice(-mostLines).toReversed();
  const cut = shown.findIndex((line) => (left -= line.length + 1) < 0);
  const fitting = shown.slice(0, cut === -1 ? shown.length : cut).toReversed();
  return { lines: fitting, leftOut: wanted.length - fitting.length, entry, remark: end.stderr.text };
};

/** The end of a stream, in whole lines. */
class Tail {
  readonly #limit: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  #isCut = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    this.#chunks.push(Buffer.from(chunk));
    this.#bytes += chunk.length;
    for (let first = this.#chunks[0]; first !== undefined && this.#bytes - first.length > this.#limit; first = this.#chunks[0]) {
      this.#chunks.shift();
      this.#bytes -= first.length;
      this.#isCut = true;
    }
  }

  lines(): readonly string[] {
    return Buffer.concat(this.#chunks)
      .toString('utf8')
      .split('\n')
      .slice(this.#isCut ? 1 : 0)
      .map((line) => line.slice(0, longestLine));
  }
}

const longestLine = 4_000;

const noJournal = (host: string): LineclearError =>
  new LineclearError('unsupported', `The host ${quoted(host)} has no journal of systemd.`, {
    hint: 'Name a log file that the settings list instead of a unit.',
    details: { reason: 'no_journal', host },
  });

const failed = ({ host, unit, exitCode }: { host: string; unit: string; exitCode: number | null }): LineclearError =>
  new LineclearError('upstream_error', `journalctl on the host ${quoted(host)} could not read the unit ${quoted(unit)}.`, {
    hint: 'host_service_status says whether there is such a unit.',
    details: { reason: 'journal_failed', host, unit, exit_code: exitCode },
  });
