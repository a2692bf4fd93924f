import { githubAlertGet } from './tools/github-alert-get.ts';
import { githubAlertList } from './tools/github-alert-list.ts';
import { githubAlertUpdate } from './tools/github-alert-update.ts';

/** What the scanners of GitHub found. */
export const alertTools = [githubAlertList, githubAlertGet, githubAlertUpdate];
