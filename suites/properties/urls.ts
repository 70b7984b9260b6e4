/** Generated URLs: what is taken is stored whole, what is refused changes nothing. */
import { renderUrl, urlKinds, type UrlShape } from '../../fixtures/generators/arbitrary-urls.ts';
import { type Law, law, type Setting, WRITES_URL } from '../../runner/cases/law.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { simplerTexts } from './minimal.ts';
import { holds } from './property.ts';
import { readUrlShape } from './recorded.ts';
import { Creates, Updates } from './urls-tried.ts';

/** Where URLs can be created, half of the search is the create's. */
function roundsFor({ role, contract }: Scene): number {
  return role.name === 'create' || contract.roles.has('create') ? 1 : 2;
}

export const urls: Law = law(
  'properties/urls',
  {
    title: 'any URL is taken and stored whole, or refused and changes nothing, as the contract has it',
    on: WRITES_URL,
    needs: ({ role }: Setting) => ({ slots: role.name === 'create' ? 2 : 1 }),
    inapplicable: ({ contract }: Setting) =>
      contract.item.fields.has('url') ? undefined : 'its items have no url',
  },
  async (scene) => {
    const trial = scene.role.name === 'create' ? new Creates(scene) : new Updates(scene);
    await holds(scene, {
      kinds: urlKinds(),
      rounds: roundsFor(scene),
      attempt: async (shape) => trial.attempt(shape),
      simpler: simplerUrls,
      open: () => trial.open,
      read: readUrlShape,
      key: (shape) => renderUrl(shape, 'host', '/path'),
    });
    await trial.finish();
  },
);

function* simplerUrls(shape: UrlShape): Generator<UrlShape> {
  if (shape.loud) yield { ...shape, loud: false };
  for (const tail of simplerTexts(shape.tail)) yield { ...shape, tail };
  for (const port of simplerTexts(shape.port)) yield { ...shape, port };
  if (shape.head !== 'https://') for (const head of simplerTexts(shape.head)) yield { ...shape, head };
}
