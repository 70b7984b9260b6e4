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
    const forgeries = forgeriesOf(scene);
    const plain = await Plain.prepare(scene);
    const probes: Probe[] = [];
    for (const { name, headers } of forgeries) probes.push(...(await probesOf(scene, plain, name, headers)));
    await scene.each(probes, async ({ draft, about }) => {
      await scene.demand(plain.send(draft), about).toBe(scene.expect);
    });
    await plain.expectNothingDone(
      `after a call with forged credentials (${forgeries.map(({ name }) => name).join(', ')})`,
    );
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
  if (scene.has('body')) draft.body = scene.raw('body');
  else if (forgery === 'no-credentials') {
    if (BY_ID.includes(role.name)) {
      const id = await unknownId(scene, plain.item.id);
      probes.push({ draft: plain.draft().forged(headers).address(id), about: `${forgery}, unknown id` });
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
    await plain.expectNothingDone('after a call without the privilege');
  },
);

export const laws: readonly Law[] = [accepted, refused, unprivileged];
