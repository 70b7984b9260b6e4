import type { Place } from './place.ts';

/** Something a schema says about an answer that the answer is not. */
export interface ShapeFinding {
  /** `data.config_id: must match ^whc_…, got "abc"`. */
  message: string;
  /** The rules that the schema names for this place; none: those of the operation's shape. */
  rules: readonly string[];
  /** True for a form that passes, though it is not the first choice. */
  lawful: boolean;
  gap?: string;
}

/** What a gap's question was answered with by a shape. */
export interface ShapeReading {
  gap: string;
  reading: string;
  rules: readonly string[];
}

export interface ShapeReport {
  findings: ShapeFinding[];
  readings: ShapeReading[];
  /** Values that a rule says are made anew for each answer. */
  fresh: { rule: string; value: unknown }[];
}

/** The documented form of one status of one operation. */
export interface ResponseShape {
  /** False where the document names no body for this status: then none is demanded, and any is let pass. */
  hasBody: boolean;
  /** The rules that the schema as a whole names: broken by a body that cannot be read at all. */
  rules: readonly string[];
  check(body: unknown): ShapeReport;
}

export type JsonType = 'string' | 'number' | 'integer' | 'boolean' | 'object' | 'array' | 'null';

/** A value of a request as the OpenAPI document describes it. */
export interface Parameter {
  place: Place;
  required: boolean;
  types: readonly JsonType[];
  /** Type of the elements, for arrays. */
  items?: JsonType;
}

/** One operation of the OpenAPI document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  /** Whether it takes a JSON body. */
  hasBody: boolean;
  /** Every value of the request, nested ones too, parents before children. */
  parameters: readonly Parameter[];
  responses: ReadonlyMap<number, ResponseShape>;
  /** What is wrong with a body against the documented request, or undefined: our own lawful requests must fit. */
  requestProblem(body: unknown): string | undefined;
}
