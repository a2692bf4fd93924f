// A run of CI is about its commit and can be repeated; everywhere else random cases are new each time.
const seed = process.env['TEST_SEED'];
if (seed !== undefined) {
  const { configureGlobal } = await import('fast-check');
  configureGlobal({ seed: Number(seed) });
}
