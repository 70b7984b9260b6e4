/** What an update may do on an account that is full. */
import { URL_SETS, urlProbes } from '../fixtures/generators/urls.ts';
import { type Law, law, type Setting } from '../runner/cases/law.ts';
import { FULL, needsLimit } from './limits.ts';
import { draftWith } from './url-trials.ts';

export const laws: readonly Law[] = [
  law(
    'limits/update-at-the-limit',
    { title: 'an update works on a full account', on: ['update'], ...FULL },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry);
      const [item] = full.items;
      if (!item) return scene.cannotJudge('the account is full of items that are not ours');
      const before = await registry.behold(item);
      const asked = { url: registry.values.url() };
      await scene.demand(registry.send(registry.change(item, asked))).toSucceed();
      await registry.expectShown(item, before, asked, 'after an update on a full account');
    },
  ),

  law(
    'limits/update-refused-at-the-limit',
    {
      title: 'on a full account an update is refused for its URL as on any other, and changes nothing',
      on: ['update'],
      ...FULL,
      inapplicable: (setting) => needsLimit(setting) ?? needsUrls(setting),
    },
    async (scene) => {
      const { full, registry } = scene;
      await full.stand(registry);
      const [item, ...others] = full.items;
      if (!item || others.length === 0)
        return scene.cannotJudge('the account is full of items that are not ours');
      const before = await registry.behold(item);
      const set = scene.needText('probes');
      const { values } = registry;
      const urls =
        set === TAKEN
          ? [others[0], others.at(-1)].flatMap((one) => one?.url ?? [])
          : urlProbes(set, { sink: values.mark.sink, path: () => values.path() }).map(({ url }) => url);
      await scene.each(urls, async (url) => {
        const answer = await registry.send(draftWith(registry, url, item));
        // The account serves others too: what a wrong server did is undone.
        if (answer.status < 300) await registry.send(registry.change(item, { url: item.url }));
        await scene.demand(answer, url).toBe(scene.expect);
      });
      await registry.expectUnchanged(item, before, 'after refused updates on a full account');
    },
  ),
];

/** The URLs of other items, in place of a set of URLs. */
const TAKEN = 'taken';

function needsUrls({ with: { probes } }: Setting): string | undefined {
  const known = [TAKEN, ...URL_SETS];
  return known.includes(String(probes)) ? undefined : `with.probes must be one of ${known.join(', ')}`;
}
