import { describe, expect, it } from 'vitest';
import { languages } from '../handlers/languages.ts';
import { startTemplates } from '../template/test/start-templates.ts';
import { orderTemplate } from '../template/test/templates.ts';
import { handlerGenerate } from './handler-generate.ts';

const generate = async (args: Parameters<Awaited<ReturnType<typeof startTemplates>>>[1]) =>
  (await startTemplates(handlerGenerate))('handler_generate', { template_yaml: orderTemplate, ...args });

const imports = {
  python: 'from .models import (\n    ChargeCardResult,',
  ruby: "require_relative 'models'",
  typescript: "import type { ChargeCardResult, SendMailResult, SendParcelResult, ValidateCartResult } from './models';",
  rust: 'use super::models::{ChargeCardResult, SendMailResult, SendParcelResult, ValidateCartResult};',
};

describe('handler_generate', () => {
  it.each(languages)('writes types, handlers and tests for %s', async (language) => {
    const answer = await generate({ language });
    expect(answer).toMatchObject({ language, types: expect.stringContaining('ChargeCardResult') });
    expect(answer['handlers']).toContain(
      '"shop.charge_card"'.replace('"shop.charge_card"', language === 'rust' ? 'charge_card' : '"shop.charge_card"'),
    );
    expect(answer['tests']).toMatch(/charge_?card/i);
    expect('handler_registry' in answer).toBe(language === 'rust');
  });

  it.each(languages)('imports the types into the %s handlers only with a scaffold', async (language) => {
    expect((await generate({ language }))['handlers']).toContain(imports[language]);
    const plain = await generate({ language, scaffold: false });
    expect(plain['handlers']).not.toMatch(/models|ChargeCardResult/);
    expect(plain['tests']).not.toMatch(/ChargeCardResult/);
  });

  it('registers each callable of a Rust worker', async () => {
    const { handler_registry } = await generate({ language: 'rust' });
    expect(handler_registry).toContain('const FUNCTIONS: [(&str, StepFunction); 5]');
    expect(handler_registry).toContain('("shop.send_mail", handlers::send_mail),');
  });

  it('writes one step, with the types of what it depends on', async () => {
    const answer = await generate({ language: 'python', step_filter: 'charge_card' });
    expect(answer['handlers']).toContain('@depends_on(validate_cart=("validate_cart", ValidateCartResult))\ndef charge_card(');
    expect(answer['handlers']).not.toContain('def validate_cart');
    expect(answer['types']).toContain('class ValidateCartResult(BaseModel):');
    expect(answer['types']).not.toContain('SendParcelResult');
  });

  it('keeps the names of the JSON where the language has other rules', async () => {
    const template_yaml = `name: a\nnamespace_name: b\nversion: 1.0.0
steps:
  - { name: x, handler: { callable: a.x }, result_schema: { type: object, required: [class], properties: { class: { type: string }, e-mail: { type: string } } } }`;
    expect((await generate({ template_yaml, language: 'python' }))['types']).toContain(
      'e_mail: Optional[str] = Field(default=None, alias="e-mail")',
    );
    expect((await generate({ template_yaml, language: 'typescript' }))['types']).toContain('  "e-mail"?: string;');
    expect((await generate({ template_yaml, language: 'ruby' }))['types']).toContain(
      'attribute? :"e-mail", Types::Strict::String.optional',
    );
    expect((await generate({ template_yaml, language: 'rust' }))['types']).toContain('rename = "e-mail"');
  });

  it('warns of steps that share a callable', async () => {
    const shared = orderTemplate.replace('shop.send_mail', 'shop.send_parcel');
    const { warnings } = await generate({ template_yaml: shared, language: 'ruby' });
    expect(warnings).toEqual([expect.stringContaining('send_parcel, send_mail share one callable')]);
  });

  it('warns of a step that calls another method of its handler', async () => {
    const template_yaml = orderTemplate.replace('{ callable: shop.send_mail }', '{ callable: shop.send_mail, method: send }');
    const { warnings } = await generate({ template_yaml, language: 'python' });
    expect(warnings).toEqual([expect.stringContaining('Step send_mail calls a method')]);
  });

  it('refuses another language, an unknown step and more code than one answer holds', async () => {
    await expect(generate({ language: 'cobol' })).rejects.toMatchObject({ code: 'invalid_input' });
    await expect(generate({ language: 'ruby', step_filter: 'nothing' })).rejects.toMatchObject({
      code: 'not_found',
      details: { reason: 'step_not_found' },
    });
    const steps = Array.from({ length: 300 }, (_item, index) => ({ name: `step_${index}`, handler: { callable: `a.${index}` } }));
    const template_yaml = JSON.stringify({ name: 'a', namespace_name: 'b', version: '1.0.0', steps });
    await expect(generate({ template_yaml, language: 'typescript' })).rejects.toMatchObject({
      code: 'invalid_input',
      details: { reason: 'too_large', what: 'code' },
    });
    expect(await generate({ template_yaml, language: 'typescript', step_filter: 'step_7' })).toMatchObject({
      language: 'typescript',
    });
  });
});
