// Names that people give to environments which nobody's customers use. Everything else counts as production.
const harmless = /^(?:dev|development|local|test|testing|tests|ci|qa|stage|staging|preview|review|sandbox|demo|e2e)\b/i;

/** Whether an environment has to be treated as production, by its name. */
export const isProductionLike = (environment: string): boolean => !harmless.test(environment) || /prod|live/i.test(environment);
