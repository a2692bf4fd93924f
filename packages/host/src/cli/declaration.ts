import type { PluginEntry } from '@lineclear/core';
import type { Command } from 'commander';
import type { ExitCode } from '../exit-codes.ts';
import type { HostSpec } from '../host-spec.ts';
import type { Surroundings } from '../surroundings.ts';

/** What a command's declaration works with. `run` keeps the exit code of the command that ran. */
export interface Declaration {
  readonly program: Command;
  readonly spec: HostSpec;
  /** All of the app's for `init` and `schema`, which look beyond a configuration; none for the others, which load what theirs asks for. */
  readonly plugins: readonly PluginEntry[];
  readonly surroundings: Surroundings;
  /** What people type before a command's name. */
  readonly command: string;
  readonly run: (work: () => Promise<ExitCode>) => Promise<void>;
}
