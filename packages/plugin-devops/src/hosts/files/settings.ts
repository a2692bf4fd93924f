import * as z from 'zod';

const absolute = z.string().regex(/^\/(?!.*(?:^|\/)\.\.?(?:\/|$))[^\0]*$/, 'use an absolute path without "." and ".."');

/** What the settings of one host say about its files. */
export const hostFileSettings = {
  files: z
    .array(absolute)
    .default([])
    .describe(
      'Folders of the host that host_file_read, host_upload and host_download use, such as ["/srv/app"]; none when absent.',
    ),
  logs: z
    .array(absolute)
    .default([])
    .describe('Log files that host_logs reads, such as ["/var/log/syslog", "/var/log/nginx/*.log"]; "*" is any part of a name.'),
};

/** Folders of this machine whose files may go to hosts. */
export const artifactSettings = {
  artifacts: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Folders of this machine from which files go to hosts, and to which they come, such as ["./dist"]; relative ones mean the folder of the configuration file.',
    ),
};
