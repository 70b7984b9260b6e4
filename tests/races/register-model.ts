import type { SequentialModel } from '../../runner/races/model.ts';

export type RegisterCall = { readonly write: number } | 'read' | 'draw';

/** A number, 0 at first, that can be read and written; `draw` sets it to 1 or 2 and does not tell. */
export const register: SequentialModel<number, RegisterCall, number> = {
  initial: () => 0,
  key: String,
  step(state, call, answer) {
    if (call === 'draw') return [1, 2];
    if (call === 'read') return answer === undefined || answer === state ? [state] : [];
    return [call.write];
  },
};
