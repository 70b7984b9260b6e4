/** What is HTTP's rather than the operation's: paths, methods, headers. */
import { ANY, type Law, law } from '../runner/cases/law.ts';
import { same, at, show } from '../spec/json.ts';
import { Plain, plainEffect, plainNeeds } from './plain.ts';

const unknownPath = law(
  'protocol/unknown-path',
  {
    title: 'the plain call sent to a path beside its own is refused, and changes nothing',
    on: ANY,
    needs: plainNeeds,
    effect: plainEffect,
  },
  async (scene) => {
    const plain = await Plain.prepare(scene);
    const own = scene.role.operation.path;
    await scene.each([lengthened(own), `${own}/wc-unknown`, ...withoutDots(own)], async (path) => {
      const draft = plain.draft();
      draft.pathTemplate = path;
      await scene.demand(plain.send(draft), path).toBe(scene.expect);
    });
    await plain.expectNothingDone('after calls of paths that are none');
  },
);

/** The path with its last fixed segment lengthened: what a router that compares beginnings takes for the same. */
function lengthened(path: string): string {
  const segments = path.split('/');
  const last = segments.findLastIndex((segment) => segment !== '' && !segment.includes('{'));
  return segments.with(last, `${segments[last] ?? ''}-wc-unknown`).join('/');
}

/** The path with another character for its dots: a router that takes it for a pattern takes any. */
function withoutDots(path: string): string[] {
  const other = path.replaceAll('.', '-');
  return other === path ? [] : [other];
}

const wrongMethod = law(
  'protocol/wrong-method',
  {
    title: 'the plain call with another method is refused, and changes nothing',
    on: ANY,
    needs: plainNeeds,
    // A read's path may be a write's with another method.
    effect: 'writes',
    inapplicable: ({ with: { method }, role }) =>
      [method].flat().includes(role.operation.method) ? 'that is its own method' : undefined,
  },
  async (scene) => {
    const methods = scene.list('method').map(String);
    if (methods.length === 0) scene.needText('method');
    const plain = await Plain.prepare(scene);
    await scene.each(methods, async (method) => {
      const draft = plain.draft();
      draft.method = method;
      // HTTP gives no meaning to the body of these, and what stands between may refuse it.
      if (method === 'GET' || method === 'HEAD') draft.body = undefined;
      await scene.demand(plain.send(draft), method).toBe(scene.expect);
    });
    await plain.expectNothingDone(`after a ${methods.join(' and a ')}`);
  },
);

const header = law(
  'protocol/header',
  {
    title: 'the plain call with one more header is answered as demanded',
    on: ANY,
    needs: plainNeeds,
    effect: plainEffect,
  },
  async (scene) => {
    // In small letters, so that it takes the place of one that is sent anyhow.
    const name = scene.needText('header').toLowerCase();
    const value = scene.needText('value');
    const plain = await Plain.prepare(scene);
    const draft = plain.draft().header(name, value);
    const answer = await scene.demand(scene.registry.send(draft), `${name}: ${value}`).toBe(scene.expect);
    for (const [pointer, shown] of Object.entries(scene.object('shows'))) {
      const found = at(answer.body, pointer);
      scene.require(
        same(found, shown),
        `with ${name}: ${value}, ${pointer} is ${show(found)}, not ${show(shown)}`,
      );
    }
    await plain.expectEither(draft, answer, `a call with ${name}: ${value}`);
  },
);

export const laws: readonly Law[] = [unknownPath, wrongMethod, header];
