/** Tries one URL after the other by a create or an update, and looks at what came of it. */
import { renderUrl, type UrlShape } from '../../fixtures/generators/arbitrary-urls.ts';
import { Aim, formsOf, type Rewriting } from '../../fixtures/generators/urls.ts';
import { isNormal, verdictOf } from '../../fixtures/generators/url-verdict.ts';
import type { Answer } from '../../runner/http/answer.ts';
import type { Scene } from '../../runner/cases/scene.ts';
import { draftWith, oneForm } from '../url-trials.ts';
import { inAnswer } from '../sights.ts';
import { Subject } from './subject.ts';

/** Every so many probes, every read is looked at, and not the cheapest alone. */
const ROUND = 6;

/** What all trials have in common: which URL a shape makes, and what may come of it. */
abstract class Trials {
  protected readonly scene: Scene;
  readonly #path: string;
  readonly #rewriting: Rewriting;
  #count = 0;

  constructor(scene: Scene) {
    this.scene = scene;
    this.#path = scene.registry.values.path();
    const given = scene.text('readsBack');
    this.#rewriting = given === 'as-sent' || given === 'tidied' ? given : 'normal-form';
  }

  async attempt(shape: UrlShape): Promise<void> {
    this.#count += 1;
    // Paths of one length: whether the next probe fails does not hang on how many there were.
    const path = `${this.#path}-${String(this.#count).padStart(5, '0')}`;
    const url = aimed(this.scene, shape, path);
    if (url !== undefined) await this.probe(url, this.#count % ROUND === 0);
  }

  /** How many of the last probes have left something that is yet to be looked at. */
  get open(): number {
    return 0;
  }

  protected abstract probe(url: string, everywhere: boolean): Promise<void>;
  abstract finish(): Promise<void>;

  /** Throws Broken where the contract does not let the answer pass. */
  protected async judge(answer: Answer, url: string): Promise<void> {
    const { scene } = this;
    const field = scene.contract.item.fields.get('url');
    const judged = verdictOf(url, field?.https === 'as-parsed');
    const open = url.includes('#') && field?.fragments !== undefined;
    const verdict = open && judged === 'kept' ? 'either' : judged;
    const { success } = scene.role;
    const outcomes = verdict === 'kept' ? [success] : [scene.expect];
    // What no document decides may be refused in other ways too.
    if (verdict === 'either' || (verdict === 'refused' && scene.text('refusals') === 'open')) {
      outcomes.push(success, ...scene.list('as').map(String));
    }
    await scene.demand(answer, url).toBeOneOf(outcomes);
  }

  protected forms(url: string): readonly string[] {
    // Long or not: where there is nothing to normalise, what is shown is what was sent.
    return formsOf(url, isNormal(url) ? 'as-sent' : this.#rewriting);
  }
}

export class Updates extends Trials {
  readonly #subject = new Subject(this.scene);

  protected async probe(url: string, everywhere: boolean): Promise<void> {
    const { scene } = this;
    const { registry } = scene;
    const item = await this.#subject.ready();
    const before = this.#subject.last;
    const answer = await registry.send(draftWith(registry, url, item));
    try {
      await this.judge(answer, url);
      if (answer.status >= 300)
        return await this.#subject.expectSame(`after an update to ${JSON.stringify(url)} was refused`);
      const after = 'after an update';
      const sights = await this.#subject.look(item, everywhere);
      const shown = oneForm(
        scene,
        [...inAnswer(scene, answer), ...sights],
        { url, why: 'generated' },
        (one) => this.forms(one),
        after,
      );
      registry.expectKept(
        sights.filter(({ via }) => before.some((one) => one.via === via)),
        before,
        { url: shown },
        after,
      );
      registry.expectAnswered(answer, before, { url: shown });
      this.#subject.remember(sights);
    } catch (error) {
      await this.#subject.doubt();
      throw error;
    }
  }

  async finish(): Promise<void> {
    await this.#subject.expectSame('after all updates');
  }
}

export class Creates extends Trials {
  /** Refused, and not yet looked for in the list. */
  #refused: string[] = [];
  /** Probes since the first of them. */
  #since = 0;

  override get open(): number {
    return this.#since;
  }

  protected async probe(url: string, everywhere: boolean): Promise<void> {
    const { scene } = this;
    const { registry } = scene;
    if (this.#refused.length > 0) this.#since += 1;
    const answer = await registry.send(draftWith(registry, url));
    const item = answer.status < 300 ? registry.adopt(answer) : undefined;
    try {
      await this.judge(answer, url);
      if (answer.status >= 300) {
        this.#refused.push(url);
        this.#since = Math.max(1, this.#since);
        if (this.#refused.length > ROUND) await this.finish();
        return;
      }
      if (!item) return scene.fail('a create brought no id', url);
      const sights = await new Subject(scene).look(item, everywhere);
      oneForm(
        scene,
        [...inAnswer(scene, answer), ...sights],
        { url, why: 'generated' },
        (one) => this.forms(one),
        'after a create',
      );
    } finally {
      if (item) await registry.remove(item);
    }
  }

  async finish(): Promise<void> {
    this.#since = 0;
    const refused = this.#refused;
    this.#refused = [];
    const forms = refused.flatMap((url) => this.forms(url));
    if (refused.length > 0) await this.scene.registry.expectNoUrls(forms, 'after creates that were refused');
  }
}

/** The URL of a shape, unless a reader would find another host in it than the sink's. */
function aimed({ registry: { values } }: Scene, shape: UrlShape, path: string): string | undefined {
  const aim = new Aim({ sink: values.mark.sink, path: () => path });
  try {
    return aim.at('generated', renderUrl(shape, aim.host, path)).url;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
