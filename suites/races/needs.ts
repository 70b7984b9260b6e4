/** What the laws of races need, and how they read their entry of rules.yaml. */
import type { Law, Needs, Setting } from '../../runner/cases/law.ts';
import type { Names } from '../../runner/races/interpreter.ts';
import type { Scene } from '../../runner/cases/scene.ts';

/** Rounds of one race in a default run: each nearly always shows what any would show. */
export const ROUNDS = 3;

/** How many fixtures a race works on. */
export const FIXTURES = 2;

/** A race counts what is on an account, so that nobody else may work there. Fixtures are raced for one by one. */
export function racing(slots: number, more: Needs = {}): Pick<Law, 'needs' | 'effect'> {
  return {
    needs: ({ contract }) =>
      contract.roles.has('create') ? { slots, alone: true, ...more } : { slots: FIXTURES },
    effect: 'races',
  };
}

/** The same where the items are gone afterwards: of fixtures, those that may be. */
export function usingUp(slots: number): Pick<Law, 'needs' | 'effect'> {
  return {
    needs: ({ contract }) =>
      contract.roles.has('create') ? { slots, alone: true } : { slots: FIXTURES, expendable: true },
    effect: 'races',
  };
}

/** Why a law of one URL for one item makes no sense. */
export function needsUnique({ contract }: Setting): string | undefined {
  return contract.unique === undefined ? 'the contract lets two items share a URL' : undefined;
}

/** What the contract calls the refusals: those of the entry's `with`, and what it expects of the losers. */
export function namesOf(scene: Scene, loser?: keyof Names): Names {
  const { expect, role } = scene;
  const told: Names = loser !== undefined && expect !== role.success ? { [loser]: expect } : {};
  const [duplicate, limit, gone] = ['duplicate', 'limit', 'gone'].map((key) => scene.text(key));
  return {
    ...told,
    ...(duplicate === undefined ? {} : { duplicate }),
    ...(limit === undefined ? {} : { limit }),
    ...(gone === undefined ? {} : { 'not-found': gone }),
  };
}
