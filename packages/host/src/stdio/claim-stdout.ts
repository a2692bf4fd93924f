import type { Writable } from 'node:stream';

/**
 * Keeps stdout for protocol frames: everything else that the process prints, a plugin's `console.log` too, goes to stderr until the release.
 * Yields the stream for the frames.
 */
export const claimStdout = ({
  stdout,
  stderr,
}: {
  stdout: Writable;
  stderr: Pick<Writable, 'write'>;
}): { readonly frames: Writable; readonly release: () => void } => {
  const write = stdout.write.bind(stdout);
  const frames = new Proxy(stdout, {
    get: (target, key) => {
      if (key === 'write') return write;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  stdout.write = stderr.write.bind(stderr);
  return {
    frames,
    release: () => {
      stdout.write = write;
    },
  };
};
