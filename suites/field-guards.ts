/** What is not the client's to set: members that only the server writes, and places that no update moves. */
import { HOST_PROBES, urlProbes } from '../fixtures/generators/urls.ts';
import { type Asked, sameInstant, word } from '../runner/registry/item.ts';
import { type Law, law, type Needs, type Setting, WRITES_URL } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import type { Field } from '../spec/contract.ts';
import { at, put, same, show } from '../spec/json.ts';
import { plainEffect, plainNeeds } from './plain.ts';
import { Bench, type Look } from './probing.ts';

export const laws: readonly Law[] = [
  law(
    'fields/unknown',
    {
      title: "members that are not the client's to set change nothing that the item shows",
      on: WRITES_URL,
      needs: spoiling,
      effect: plainEffect,
    },
    async (scene) => {
      const members = scene.object('members');
      const bench = await Bench.open(scene);
      const draft = bench.draft();
      for (const [name, value] of Object.entries(members)) put(draft.body, `/${name}`, value);
      const about = Object.keys(members).join(', ');
      const answer = await bench.demand(draft, [scene.expect], members);
      if (answer.status >= 300)
        return bench.expectNothing(`after a refused ${scene.role.name} with ${about}`);
      const after = `after a ${scene.role.name} with ${about}`;
      await bench.expectTaken(answer, draft.asked, after, { look: notTheirs(scene, bench, members, after) });
    },
  ),

  law(
    'fields/keeps',
    {
      title:
        'an update leaves a place of the item as it was, in its answer and in every read, wherever the URL leads',
      on: ['update'],
    },
    async (scene) => {
      const place = scene.needText('place');
      const bench = await Bench.open(scene);
      const was = at(scene.registry.firstState(bench.item) ?? bench.before[0]?.shown, place);
      if (was === undefined) scene.cannotJudge(`no read shows ${place}`);
      for (const { fields, odd } of updatesOf(scene)) {
        const draft = bench.draft(fields);
        // Whether an odd URL is taken, and how it is written then, is for other laws to say.
        const answer = odd
          ? await scene.registry.send(draft)
          : await bench.demand(draft, [scene.role.success], draft.asked);
        if (answer.status >= 300) continue;
        const look: Look = ({ via, shown }) => {
          const now = at(shown, place);
          if (!same(now, was))
            scene.fail(
              `after an update, ${via} shows ${show(now)} at ${place}, not ${show(was)}`,
              draft.asked,
            );
        };
        await bench.expectTaken(answer, draft.asked, 'after an update', {
          look,
          ...(odd ? { free: odd } : {}),
        });
      }
    },
  ),
];

/** Updates to other paths, queries, fragments, a port and, where the target file lets them be tried, to other hosts. */
function updatesOf({ registry, role, contract, hostProbes }: Scene): { fields: Asked; odd?: Field }[] {
  const url = contract.item.fields.get('url');
  if (!url || !role.fields.has('url')) return [{ fields: {} }];
  const { values } = registry;
  const ground = { sink: values.mark.sink, path: () => values.path() };
  const elsewhere = hostProbes ? urlProbes(HOST_PROBES, ground) : [];
  return [
    ...['', '?a=1', url.fragments === undefined ? '?b=2#end' : '?b=2'].map((tail) => ({
      fields: { url: values.url(tail) },
    })),
    { fields: { url: atAnotherPort(values.url()) }, odd: url },
    ...elsewhere.map((probe) => ({ fields: { url: probe.url }, odd: url })),
  ];
}

/** The sink's own host, at a port that nobody needs to answer at. */
function atAnotherPort(url: string): string {
  const other = new URL(url);
  other.port = other.port === '8443' ? '9443' : '8443';
  return other.href;
}

/** What a wrong server makes of such members may not be undone: better it befalls what may be lost. */
function spoiling(setting: Setting): Needs {
  return {
    ...plainNeeds(setting),
    ...(setting.contract.roles.has('create') ? {} : { expendable: 'rather' }),
  };
}

/** No place that the server fills shows the client's value, and where there was another before, it still does. */
function notTheirs(
  scene: Scene,
  bench: Bench,
  members: Readonly<Record<string, unknown>>,
  after: string,
): Look {
  const { id, created, updated, stable } = scene.contract.item;
  const own = [id, created, updated, ...stable].flatMap((pointer) => pointer ?? []);
  const first = scene.role.name === 'update' ? scene.registry.firstState(bench.item) : undefined;
  // A flag that shows as a word was turned over by the request: the word has to follow that, not the member.
  const words = [...scene.contract.item.fields.values()].filter(
    ({ kind, shows, view }) => kind === 'flag' && shows === 'mapped' && at(members, view) !== undefined,
  );
  return ({ via, shown }, before) => {
    for (const { name, view } of words) {
      if (before !== undefined && word(at(shown, view)) === word(at(before, view)))
        scene.fail(`${after} that turned ${name} over, ${via} still shows ${show(at(shown, view))}`);
    }
    for (const pointer of own) {
      const [theirs, was, now] = [members, before, shown].map((holder) => at(holder, pointer));
      if (theirs === undefined) continue;
      if (!sameInstant(theirs, was) && sameInstant(theirs, now)) {
        scene.fail(`${after}, ${via} shows ${show(theirs)} at ${pointer}`);
      }
      // An update of the set-up may have moved it before the case looked.
      if (first !== undefined && pointer !== updated && !sameInstant(at(first, pointer), now)) {
        scene.fail(
          `${after}, ${via} shows ${show(now)} at ${pointer}, where ${show(at(first, pointer))} was at first`,
        );
      }
    }
  };
}
