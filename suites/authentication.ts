/** Who is let in, on every operation by itself: an implementation may forget one. */
import type { Draft } from '../runner/draft.ts';
import { NotDeclared } from '../runner/findings.ts';
import { ANY, BY_ID, type Law, law, type Setting } from '../runner/law.ts';
import type { Scene } from '../runner/scene.ts';
import { signerFor } from '../runner/signers/index.ts';
import { same } from '../spec/json.ts';
import { Plain, plainEffect, plainNeeds } from './plain.ts';
import { stranger, unknownId } from './strangers.ts';

const accepted = law(
  'authentication/accepted',
  { title: 'the right credentials are let in', on: ANY, needs: plainNeeds, effect: plainEffect },
  async (scene) => {
    const plain = await Plain.prepare(scene);
    const answer = await scene.registry.send(plain.draft());
    const refused = scene.contract.unauthorised;
    const shut = answer.status === 401 || answer.status === 403 || scene.judge.accepts(answer, [refused]);
    scene.require(
      !shut,
      `${scene.role.operation.id} refuses the right credentials with status ${answer.status}`,
    );
  },
);

const refused = law(
  'authentication/refused',
  {
    title: 'forged credentials are refused, and nothing is done',
    on: ANY,
    needs: plainNeeds,
    effect: plainEffect,
    inapplicable: unknownForgery,
  },
  async (scene) => {
    const forgery = scene.needText('forgery');
    const headers = forged(scene, forgery);
    const plain = await Plain.prepare(scene);
    await scene.each(await probesOf(scene, plain, forgery), async ({ draft, about }) => {
      await scene.demand(plain.send(draft.forged(headers)), about).toBe(scene.expect);
    });
    await plain.expectNothingDone(`after a call with forged credentials (${forgery})`);
  },
);

interface Probe {
  draft: Draft;
  about: string;
}

/** The plain call; and, since who is not let in must not learn what there is, calls that name what is not there. */
async function probesOf(scene: Scene, plain: Plain, forgery: string): Promise<Probe[]> {
  const { role, registry, seed } = scene;
  const draft = plain.draft();
  const probes = [{ draft, about: forgery }];
  if (scene.has('body')) draft.body = scene.raw('body');
  else if (forgery === 'no-credentials') {
    if (BY_ID.includes(role.name)) {
      const id = await unknownId(scene, plain.item.id);
      probes.push({ draft: plain.draft().address(id), about: `${forgery}, unknown id` });
    }
    if (role.account) {
      const account = stranger(registry.account.id, seed);
      probes.push({ draft: plain.draft().set(role.account, account), about: `${forgery}, unknown account` });
    }
  }
  return probes;
}

function unknownForgery({ contract, with: { forgery } }: Setting): string | undefined {
  const { forgeries } = signerFor(contract);
  if (typeof forgery === 'string' && forgeries.has(forgery)) return undefined;
  return `the signer knows no forgery "${String(forgery)}"; it knows ${[...forgeries.keys()].join(', ')}`;
}

/** Forged headers; a forgery may leave these very credentials as they are (a key without letters has no case). */
function forged({ client, registry: { account } }: Scene, name: string): Readonly<Record<string, string>> {
  const headers = client.signer.forgeries.get(name)?.(account.credentials) ?? {};
  if (!same(headers, client.signer.sign(account.credentials))) return headers;
  throw new NotDeclared(`the forgery ${name} does not change the credentials of account ${account.id}`);
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
    await plain.expectNothingDone('after a call without the privilege');
  },
);

export const laws: readonly Law[] = [accepted, refused, unprivileged];
