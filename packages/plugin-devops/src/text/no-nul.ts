/** For texts that programs receive: an argument ends at a NUL. */
export const hasNoNul = (text: string): boolean => !text.includes('\0');
