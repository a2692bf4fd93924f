import { hostDownload } from './tools/host-download.ts';
import { hostFileRead } from './tools/host-file-read.ts';
import { hostUpload } from './tools/host-upload.ts';

export const fileTools = [hostFileRead, hostUpload, hostDownload];
