import * as z from 'zod';
import type { Selection } from '@lineclear/core';

const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
  .optional();

/** The options that every command with a composition has, as they come from a command line. */
export const flagsSchema = z.object({
  config: z.string().optional(),
  profile: z.string().optional(),
  readOnly: z.boolean().optional(),
  toolsets: list,
  tools: list,
  excludeTools: list,
  names: z.enum(['canonical', 'original']).optional(),
});
export type Flags = z.output<typeof flagsSchema>;

/** The same options for the parsers. `value` is what the help shows; without one the option is a switch. */
export const flagOptions: readonly { readonly name: string; readonly value?: string; readonly description: string }[] = [
  {
    name: 'config',
    value: 'file',
    description: 'configuration file (else LINECLEAR_CONFIG, ./lineclear.yaml, ~/.config/lineclear/lineclear.yaml)',
  },
  { name: 'profile', value: 'name', description: 'active profile, the only one that writes reach' },
  { name: 'read-only', description: 'leave every write out' },
  {
    name: 'toolsets',
    value: 'list',
    description: 'offer only these toolsets: plugin/toolset, toolset or group, separated by commas',
  },
  { name: 'tools', value: 'list', description: 'offer only these tools' },
  { name: 'exclude-tools', value: 'list', description: 'leave these tools out' },
  { name: 'names', value: 'kind', description: 'list tools under canonical or original names' },
];

/** Which tools a host offers, by its flags. */
export const selectionOf = ({ flags, readOnly }: { flags: Flags; readOnly: boolean }): Selection => ({
  ...(readOnly || flags.readOnly === true ? { readOnly: true } : {}),
  ...(flags.toolsets === undefined ? {} : { toolsets: flags.toolsets }),
  ...(flags.tools === undefined ? {} : { tools: flags.tools }),
  ...(flags.excludeTools === undefined ? {} : { excludeTools: flags.excludeTools }),
  ...(flags.names === undefined ? {} : { names: flags.names }),
});
