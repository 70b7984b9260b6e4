/** Plays a sequence of commands against the target and, step by step, against the model of the contract. */
import type { Scene } from '../../runner/cases/scene.ts';
import { at } from '../../spec/json.ts';
import { type Command, pick, urlName } from './commands.ts';
import type { Holding, Kept } from './model.ts';
import { create, get, list, refused, remove, update } from './moves.ts';
import { type Ground, Stage } from './stage.ts';

export class Play {
  readonly #stage: Stage;

  constructor(scene: Scene, ground: Ground) {
    this.#stage = new Stage(scene, ground);
  }

  get steps(): readonly string[] {
    return this.#stage.steps;
  }

  /** Throws Broken at the first step that the model does not allow. In the end everything goes as it came. */
  async run(commands: readonly Command[]): Promise<void> {
    const stage = this.#stage;
    for (const command of commands) await this.#step(command);
    for (const holding of stage.holdings) await list(stage, holding);
    if (stage.ground.fixture) return;
    for (const holding of stage.holdings) {
      if (holding.alive.length === 0) continue;
      for (const kept of holding.alive) await remove(stage, holding, kept);
      await list(stage, holding);
    }
  }

  /** Whatever is left of the sequence goes, so that the next one finds the account as this one did. */
  async clear(): Promise<void> {
    const { scene, ground, holdings } = this.#stage;
    const { id, fields } = scene.contract.item;
    const view = fields.get('url')?.view ?? '';
    if (ground.fixture) return;
    for (const { registry, alive } of holdings) {
      const listed = (await registry.list()).filter((entry) => this.#stage.isOurs(at(entry, view)));
      const left = new Set([...listed.map((entry) => at(entry, id)), ...alive.map(({ item }) => item.id)]);
      for (const one of left) await registry.send(registry.draft('delete', { id: one }));
    }
  }

  async #step(command: Command): Promise<void> {
    const stage = this.#stage;
    const holding = pick(stage.holdings, command.account);
    if (!holding) return;
    switch (command.does) {
      case 'create':
        return create(stage, holding, urlName(command.url));
      case 'list':
        return list(stage, holding);
      case 'gone':
        return refused(stage, holding, command, 'an item that is gone', pick(holding.dead, command.item));
      case 'foreign': {
        const other = stage.holdings.find((one) => one !== holding);
        return refused(
          stage,
          holding,
          command,
          "another account's item",
          pick(other?.alive ?? [], command.item),
        );
      }
      case 'update':
      case 'delete':
      case 'get':
      case 'empty-url': {
        const kept = pick(holding.alive, command.item);
        return kept && this.#onOne(command, holding, kept);
      }
      default:
        return command satisfies never;
    }
  }

  async #onOne(command: Command, holding: Holding, kept: Kept): Promise<void> {
    const stage = this.#stage;
    if (command.does === 'update') await update(stage, holding, kept, command);
    if (command.does === 'delete') await remove(stage, holding, kept);
    if (command.does === 'get') await get(stage, holding, kept);
    if (command.does === 'empty-url') await refused(stage, holding, { by: 'update' }, 'an empty URL', kept);
  }
}
