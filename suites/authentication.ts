/** Who is let in, on every operation by itself: an implementation may forget one. */
import type { Draft } from '../runner/registry/draft.ts';
import { NotDeclared } from '../runner/cases/findings.ts';
import { ANY, BY_ID, type Law, law, type Setting } from '../runner/cases/law.ts';
import type { Scene } from '../runner/cases/scene.ts';
import { signerFor } from '../runner/signers/index.ts';
import type { Headers } from '../runner/signers/signer.ts';
import { same } from '../spec/json.ts';
import { Plain, plainEffect, plainNeeds } from './plain.ts';
import { unknownAccount, unknownId } from './strangers.ts';
import { draftWith } from './url-trials.ts';

const accepted = law(
  'authentication/accepted',
  { title: 'the right credentials are let in', on: ANY, needs: plainNeeds, effect: plainEffect },
  async (scene) => {
    const { contract, judge, registry, role } = scene;
    const plain = await Plain.prepare(scene);
    await scene.each(spellings(scene), async ({ headers, about }) => {
      const draft = plain.draft();
      const answer = await registry.send(headers ? draft.forged(headers) : draft);
      const shut =
        answer.status === 401 || answer.status === 403 || judge.accepts(answer, [contract.unauthorised]);
      scene.require(
        !shut,
        `${role.operation.id} refuses the right credentials${about} with status ${answer.status}`,
      );
    });
  },
);

/** As they are; and names of headers have no case: a list, which leaves nothing behind, has each spelling of them. */
function spellings({ client, registry, role }: Scene): { headers?: Headers; about: string }[] {
  const right = client.signer.sign(registry.account.credentials);
  const named = (spell: (name: string) => string): Headers =>
    Object.fromEntries(Object.entries(right).map(([name, value]) => [spell(name), value]));
  const others = [
    { headers: named((name) => name.toLowerCase()), about: ', their headers in small letters,' },
    { headers: named((name) => name.toUpperCase()), about: ', their headers in capitals,' },
  ];
  const list = role.name === 'list' ? others.filter(({ headers }) => !same(headers, right)) : [];
  return [{ about: '' }, ...list];
}

const refused = law(
  'authentication/refused',
  {
    title: 'forged credentials are refused, and nothing is done',
    on: ANY,
    needs: (setting) => {
      const { fixture } = setting.with;
      const two = setting.role.name === 'create' && setting.contract.unique !== undefined;
      return {
        ...plainNeeds(setting),
        ...(two ? { slots: 2 } : {}),
        ...(typeof fixture === 'string' ? { fixtures: [fixture] } : {}),
      };
    },
    effect: plainEffect,
    inapplicable: unknownForgery,
  },
  async (scene) => {
    const forgeries = forgeriesOf(scene);
    const plain = await Plain.prepare(scene);
    const probes: Probe[] = [];
    for (const { name, headers } of forgeries) probes.push(...(await probesOf(scene, plain, name, headers)));
    await scene.each(probes, async ({ draft, about }) => {
      await scene.demand(plain.send(draft), about).toBe(scene.expect);
    });
    const after = `after a call with forged credentials (${forgeries.map(({ name }) => name).join(', ')})`;
    await plain.expectNothingDone(after);
    await plain.expectNothingElsewhere(after);
  },
);

interface Probe {
  draft: Draft;
  about: string;
}

/** The plain call; and, since who is not let in must not learn what there is, calls that name what is not there. */
async function probesOf(scene: Scene, plain: Plain, forgery: string, headers: Headers): Promise<Probe[]> {
  const { role, registry, seed } = scene;
  const draft = plain.draft().forged(headers);
  const probes = [{ draft, about: forgery }];
  if (bend(scene, draft)) return probes;
  if (forgery === 'no-credentials') {
    if (BY_ID.includes(role.name)) {
      const id = await unknownId(scene, plain.item.id);
      probes.push({ draft: plain.draft().forged(headers).address(id), about: `${forgery}, unknown id` });
    }
    // Whoever is not let in must not learn which URLs are there.
    if (role.name === 'create' && scene.contract.unique !== undefined) {
      const { url } = await registry.create();
      probes.push({ draft: draftWith(registry, url).forged(headers), about: `${forgery}, a URL in use` });
    }
    if (role.account) {
      const account = unknownAccount(registry.account.id, seed);
      probes.push({
        draft: plain.draft().forged(headers).set(role.account, account),
        about: `${forgery}, unknown account`,
      });
    }
  }
  return probes;
}

/** Makes the call wrong in one more way, where the entry says so: whether who is not let in is told of that. */
function bend(scene: Scene, draft: Draft): boolean {
  if (scene.has('body')) draft.body = scene.raw('body');
  if (scene.has('text')) draft.raw = scene.needText('text');
  if (scene.has('type')) draft.header('content-type', scene.needText('type'));
  if (scene.has('fixture')) draft.address(scene.fixture(scene.needText('fixture')));
  return ['body', 'text', 'type', 'fixture'].some((key) => scene.has(key));
}

function unknownForgery({ contract, with: { forgery } }: Setting): string | undefined {
  const { forgeries } = signerFor(contract);
  const wrong = [forgery].flat().find((name) => !forgeries.has(String(name)));
  if (forgery !== undefined && wrong === undefined) return undefined;
  return `the signer knows no forgery "${String(wrong)}"; it knows ${[...forgeries.keys()].join(', ')}`;
}

/** The forgeries that change these very credentials: a key without letters, for one, has no other case. */
function forgeriesOf(scene: Scene): { name: string; headers: Headers }[] {
  const { client } = scene;
  const { account } = scene.registry;
  const right = client.signer.sign(account.credentials);
  const names = scene.list('forgery').map(String);
  const forgeries = names
    .map((name) => ({ name, headers: client.signer.forgeries.get(name)?.(account.credentials) ?? {} }))
    .filter(({ headers }) => !same(headers, right));
  if (forgeries.length > 0) return forgeries;
  throw new NotDeclared(
    `the forgery ${names.join(', ')} does not change the credentials of account ${account.id}`,
  );
}

const unprivileged = law(
  'authentication/unprivileged',
  {
    title: 'a key without the privilege is refused, and nothing is done',
    on: ANY,
    needs: (setting) => ({ ...plainNeeds(setting), fixtures: [String(setting.with['fixture'])] }),
    effect: plainEffect,
  },
  async (scene) => {
    const apiKey = scene.fixture(scene.needText('fixture'));
    if (typeof apiKey !== 'string') throw new NotDeclared('the key without the privilege must be a text');
    const plain = await Plain.prepare(scene);
    const draft = plain.draft();
    draft.forged(scene.client.signer.sign({ ...scene.registry.account.credentials, apiKey }));
    await scene.demand(plain.send(draft)).toBe(scene.expect);
    const stays = plain.sameUrl();
    if (stays)
      await scene.demand(plain.send(stays.forged(draft.credentials ?? {})), 'its own URL').toBe(scene.expect);
    await plain.expectNothingDone('after a call without the privilege');
  },
);

export const laws: readonly Law[] = [accepted, refused, unprivileged];
