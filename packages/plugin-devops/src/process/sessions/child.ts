import type { Folder } from '../../files/folder.ts';
import type { StreamName } from './output-log.ts';

/** How a process is to be started. */
export interface ChildCall {
  /** An absolute path: nothing is looked up, and no shell sees the arguments. */
  readonly program: string;
  readonly args: readonly string[];
  /** What the program finds as argv[0], where that can be chosen. */
  readonly invokedAs: string;
  readonly folder: Folder;
  readonly env: Readonly<Record<string, string>>;
  /** False: it finds the end of its input at once. */
  readonly takesInput: boolean;
  /** Yields what it cost to take in, in bytes or what is worth as much. */
  readonly onOutput: (output: { stream: StreamName; chunk: Buffer }) => number;
}

export interface ChildEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** A process that was started, at the head of a process group of its own. */
export interface Child {
  readonly pid: number;
  /** Sends text to its input, and the end of it; `false` when it does not take any, or has not read what came before. */
  readonly write: (input: { text: string; end: boolean }) => boolean;
  /** The process is gone; what it started may still run. */
  readonly exited: Promise<ChildEnd>;
  /** Its output is read to the end, or nobody waits for that any more. */
  readonly drained: Promise<void>;
}

/** Rejects with `cannot_start` where nothing ran. */
export type StartChild = (call: ChildCall) => Promise<Child>;
