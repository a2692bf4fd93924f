import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { onTestFinished, vi } from 'vitest';
import { HostsReader } from '../client/hosts-reader.ts';
import { HostsWriter } from '../client/hosts-writer.ts';

/**
 * Does something right before the host opens a file over SFTP with these flags, and something right after: the moments for which somebody
 * on the host waits who is quick enough. Yields how often they came.
 */
export const duringOpen = ({
  flags,
  before,
  after = () => {},
}: {
  flags: 'r' | 'wx';
  before: () => void;
  after?: () => void;
}): (() => number) => {
  let count = 0;
  const watched = <Transfer extends object>(transfer: Transfer): Transfer => {
    const open: unknown = Reflect.get(transfer, 'open');
    if (typeof open !== 'function') throw new TypeError('It opens nothing.');
    const openWatched = (...args: unknown[]): unknown => {
      if (args[1] !== flags) return Reflect.apply(open, transfer, args);
      count += 1;
      before();
      const done = args.at(-1);
      const opened = (...answer: unknown[]): void => {
        after();
        if (typeof done === 'function') Reflect.apply(done, undefined, answer);
      };
      return Reflect.apply(open, transfer, [...args.slice(0, -1), opened]);
    };
    return Object.assign(transfer, { open: openWatched });
  };
  // oxlint-disable-next-line typescript/unbound-method -- both are called with their own object below
  const [read, write] = [HostsReader.prototype.transfer, HostsWriter.prototype.transfer];
  const spies = [
    vi.spyOn(HostsReader.prototype, 'transfer').mockImplementation(async function transfer(this: HostsReader, call) {
      return watched(await read.call(this, call));
    }),
    vi.spyOn(HostsWriter.prototype, 'transfer').mockImplementation(async function transfer(this: HostsWriter, call) {
      return watched(await write.call(this, call));
    }),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return () => count;
};

/** While a host opens a file, `path` is a link to `target`; before and after it is what it was. */
export const swapDuringOpen = ({ path, target, flags }: { path: string; target: string; flags: 'r' | 'wx' }): (() => number) => {
  const kept = `${path}.kept`;
  return duringOpen({
    flags,
    before: () => {
      renameSync(path, kept);
      symlinkSync(target, path);
    },
    after: () => {
      rmSync(path);
      renameSync(kept, path);
    },
  });
};
