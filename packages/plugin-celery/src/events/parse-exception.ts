/** Takes apart what the event of a failure says, Python's `repr` of the exception: `ValueError('no such file')`. Never throws. */
export const parseException = (exception: string): { type: string; message: string } => {
  const type = /^[\w.]+/.exec(exception)?.[0] ?? 'Exception';
  return {
    type,
    message: exception
      .slice(exception.startsWith(type) ? type.length : 0)
      .replace(/^\((.*?),?\)$/s, '$1')
      .replace(/^'([^']*)'$/s, '$1'),
  };
};
