import { open } from 'node:fs/promises';

/**
 * Appends whole lines to a file (0600) that several processes write to. A line that a crash cut off is closed first, so that it cannot
 * swallow the next; writers that find it together leave empty lines. The file is opened every time: one that was rotated away is made
 * anew, and nothing is left open.
 */
export const appendText = async ({
  path,
  text,
  isDurable,
}: {
  path: string;
  text: string;
  isDurable: boolean;
}): Promise<void> => {
  const file = await open(path, 'a+', 0o600);
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    const isCut = bytesRead === 1 && buffer[0] !== newline;
    const bytes = Buffer.from(isCut ? `\n${text}` : text);
    // One call writes it all, unless the disk is full: the system puts it behind what others wrote, and never between.
    for (let written = 0; written < bytes.length;) written += (await file.write(bytes, written)).bytesWritten;
    if (isDurable) await file.datasync();
  } finally {
    await file.close();
  }
};

const newline = 0x0a;
