import * as z from 'zod';
import { isAddress } from './address.ts';

/** The part of a profile that says where git may push, and what. */
export const pushSettings = z
  .strictObject({
    push_to: z
      .array(
        z.string().refine(isAddress, 'A URL such as "https://github.com/acme/", "git@github.com:acme/" or "file:///srv/git/".'),
      )
      .default([])
      .describe(
        'Where git_push may push: URLs, or beginnings with a / at the end. When empty, any https or ssh remote of a repository, and the person is asked.',
      ),
    protected_branches: z
      .array(z.string().min(1))
      .default(['main', 'master'])
      .describe('Branches that git_push never touches; * stands for anything, such as ["main", "release/*"].'),
    ssh_config: z
      .string()
      .min(1)
      .optional()
      .describe("A configuration file for ssh, outside the roots; the user's own when absent."),
  })
  .prefault({})
  .describe('Pushes of git repositories.');
