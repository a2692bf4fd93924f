import type { Step, Template } from '../template/model.ts';
import type { Language } from './languages.ts';
import type { Dialect, GeneratedCode, Plan } from './plan.ts';
import { planHandlers } from './plan-handlers.ts';
import { pythonHandlers } from './python/python-handlers.ts';
import { pythonModels } from './python/python-models.ts';
import { pythonTests } from './python/python-tests.ts';
import { python } from './python/python-text.ts';
import { rubyHandlers } from './ruby/ruby-handlers.ts';
import { rubyModels } from './ruby/ruby-models.ts';
import { rubyTests } from './ruby/ruby-tests.ts';
import { ruby } from './ruby/ruby-text.ts';
import { rustHandlers } from './rust/rust-handlers.ts';
import { rustModels } from './rust/rust-models.ts';
import { rustRegistry } from './rust/rust-registry.ts';
import { rustTests } from './rust/rust-tests.ts';
import { rust } from './rust/rust-text.ts';
import { typescriptHandlers } from './typescript/typescript-handlers.ts';
import { typescriptModels } from './typescript/typescript-models.ts';
import { typescriptTests } from './typescript/typescript-tests.ts';
import { typescript } from './typescript/typescript-text.ts';

/** Under which names the texts refer to one another. */
export interface FileNames {
  readonly types: string;
  readonly handlers: string;
  readonly tests: string;
  readonly handler_registry?: string;
}

/** Writes types, handlers and tests for these steps of a template. The texts are valid code whatever the template says. */
export const generateCode = ({
  language,
  template,
  steps,
  scaffold,
}: {
  language: Language;
  template: Template;
  steps: readonly Step[];
  scaffold: boolean;
}): { code: GeneratedCode; fileNames: FileNames } => {
  const { dialect, fileNames, registry, ...writers } = generators[language];
  const plan = planHandlers({ template, steps, dialect, scaffold });
  return {
    code: {
      types: writers.types(plan),
      handlers: writers.handlers(plan),
      tests: writers.tests(plan),
      ...(registry === undefined ? {} : { handler_registry: registry(plan) }),
    },
    fileNames,
  };
};

interface Generator {
  readonly dialect: Dialect;
  readonly types: (plan: Plan) => string;
  readonly handlers: (plan: Plan) => string;
  readonly tests: (plan: Plan) => string;
  readonly registry?: (plan: Plan) => string;
  readonly fileNames: FileNames;
}

const generators: Readonly<Record<Language, Generator>> = {
  python: {
    dialect: python,
    types: pythonModels,
    handlers: pythonHandlers,
    tests: pythonTests,
    fileNames: { types: 'models.py', handlers: 'handlers.py', tests: 'test_handlers.py' },
  },
  ruby: {
    dialect: ruby,
    types: rubyModels,
    handlers: rubyHandlers,
    tests: rubyTests,
    fileNames: { types: 'models.rb', handlers: 'handlers.rb', tests: 'handlers_spec.rb' },
  },
  typescript: {
    dialect: typescript,
    types: typescriptModels,
    handlers: typescriptHandlers,
    tests: typescriptTests,
    fileNames: { types: 'models.ts', handlers: 'handlers.ts', tests: 'handlers.test.ts' },
  },
  rust: {
    dialect: rust,
    types: rustModels,
    handlers: rustHandlers,
    tests: rustTests,
    registry: rustRegistry,
    fileNames: {
      types: 'models.rs',
      handlers: 'handlers.rs',
      tests: 'handlers_test.rs',
      handler_registry: 'handler_registry.rs',
    },
  },
};
