/** Which URLs are taken and which are refused, and whether what was taken reads back as it was sent. */
import {
  formsOf,
  HOST_PROBES,
  type Probe,
  type Rewriting,
  URL_SETS,
  urlProbes,
} from '../fixtures/generators/urls.ts';
import { NotDeclared } from '../runner/cases/findings.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { otherValues } from './plain.ts';
import { discard, draftWith, GROUP, tryAll } from './url-trials.ts';

const REWRITINGS: readonly Rewriting[] = ['as-sent', 'normal-form', 'tidied'];

export const laws: readonly Law[] = [
  law(
    'urls/refused',
    {
      title: 'every URL of the set is refused, and brings or changes nothing',
      on: WRITES_URL,
      inapplicable: needsSet,
    },
    async (scene) => {
      const probes = probesOf(scene);
      await (scene.role.name === 'create' ? refuseCreates(scene, probes) : refuseUpdates(scene, probes));
    },
  ),

  law(
    'urls/kept',
    {
      title: 'every URL of the set is taken, and every read gives it back byte for byte',
      on: WRITES_URL,
      needs: groups,
      inapplicable: needsSet,
    },
    async (scene) => tryAll(scene, mustBeTaken(scene), (url) => formsOf(url, 'as-sent')),
  ),

  law(
    'urls/either',
    {
      title:
        'every URL of the set is either refused, and changes nothing, or taken, and shows in one form everywhere',
      on: WRITES_URL,
      needs: groups,
      inapplicable: (setting) => needsSet(setting) ?? needsRewriting(setting),
    },
    async (scene) => {
      const rewriting = REWRITINGS.find((one) => one === scene.text('readsBack')) ?? 'normal-form';
      await tryAll(scene, probesOf(scene), (url) => formsOf(url, rewriting));
    },
  ),
];

/** What a create that is refused must not bring goes at once, so that the next probe finds the same account. */
async function refuseCreates(scene: Scene, probes: readonly Probe[]): Promise<void> {
  const { registry } = scene;
  await scene.each(probes, async ({ url }) => {
    const answer = await registry.send(draftWith(registry, url));
    const wrong = answer.status < 300 ? registry.adopt(answer) : undefined;
    if (wrong) await discard(registry, wrong);
    await scene.demand(answer, url).toBe(scene.expect);
  });
  const urls = probes.flatMap(({ url }) => formsOf(url, 'normal-form'));
  await registry.expectNoUrls(urls, 'after refused creates');
}

async function refuseUpdates(scene: Scene, probes: readonly Probe[]): Promise<void> {
  const { registry } = scene;
  const item = await registry.item({ url: registry.values.url() });
  const before = await registry.behold(item);
  const urls = probes.map(({ url }) => url);
  // That it is the item's own but for the scheme is no reason to let it pass.
  if (urls.some((url) => url.startsWith('http://'))) urls.push(item.url.replace(/^https:/, 'http:'));
  await scene.each([...urls.entries()], async ([index, url]) => {
    // Alone, and beside the other fields: the two may be checked at two places.
    const draft = registry.change(item, index % 2 === 0 ? { url } : { ...otherValues(scene), url });
    await scene.demand(registry.send(draft), url).toBe(scene.expect);
  });
  await registry.expectUnchanged(item, before, 'after refused updates');
}

function probesOf(scene: Scene): Probe[] {
  const set = scene.needText('probes');
  if (set === HOST_PROBES && !scene.hostProbes) throw new NotDeclared('hostProbes is not set');
  const { values } = scene.registry;
  return urlProbes(set, { sink: values.mark.sink, path: () => values.path() });
}

/** The probes, less those with a fragment where the contract lets them be refused. */
function mustBeTaken(scene: Scene): Probe[] {
  const open = scene.contract.item.fields.get('url')?.fragments !== undefined;
  return probesOf(scene).filter(({ url }) => !open || !url.includes('#'));
}

function groups({ role }: Setting): Needs {
  return { slots: role.name === 'create' ? GROUP : 1 };
}

function needsSet({ contract, with: given }: Setting): string | undefined {
  if (!contract.item.fields.has('url')) return 'its items have no url';
  const set = given['probes'];
  if (typeof set === 'string' && URL_SETS.includes(set)) return undefined;
  return `with.probes must be one of ${URL_SETS.join(', ')}`;
}

function needsRewriting({ with: given }: Setting): string | undefined {
  const rewriting = given['readsBack'];
  if (rewriting === undefined || REWRITINGS.some((one) => one === rewriting)) return undefined;
  return `with.readsBack must be one of ${REWRITINGS.join(', ')}`;
}
