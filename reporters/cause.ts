/**
 * What a failure comes from, as far as its sentence tells: the same habit of a server is met by many laws, on
 * several operations, and with other values each time.
 */
import { gist, withoutRemarks } from '../runner/result/gist.ts';
import { differenceOf } from './difference.ts';

export interface Cause {
  /** Failures with the same one have the same cause. */
  own: string;
  /** Wider: where many causes share it, there is one beneath them all. */
  shared?: string;
}

/** `demanded NAME (404, …), got …, which looks like NAME`. */
const DEMANDED = /\bdemanded [^(]*\((\d).*, got (.+?)(?:, which looks like (\S+))?$/s;
const STATUS = /^(?:status|answered) \d/;
const TAKEN = /^(?:status|answered) 2/;
const NO_ORDER = 'no order of these operations explains';
/** The last one named before what is said of it. */
const READ = String.raw`^.*\b(list|get|create|update|delete)\b`;
const UNSHOWN = new RegExp(String.raw`${READ}[^"]*?(?:does not show|of ours is missing)`, 's');
const STILL = new RegExp(String.raw`${READ} still shows`, 's');
const DIFFERS = /\bshows: ([\w./]+) is (.+), not (.+)$/s;
/** A text in JSON's quotes, or one that was cut. */
const TEXT = String.raw`("(?:[^"\\…]|\\.)*["…])`;
const SHOWS = new RegExp(`\\bshows ${TEXT}, not ${TEXT}`, 's');
/** `operation: place: what is wrong with it`. */
const PLACE = /^([^:\s]+): ([^:"]+): (.+)$/s;
/** What led to it: `after an update, …`. */
const LED = /^(?:after|with|of|in) .*, /s;

/** `name` is the case's, `suite/law/operation/…`. */
export function causeOf(message: string, name: string): Cause {
  const sentence = withoutRemarks(message);
  const law = name.split('/').slice(0, 2).join('/');
  const under = (core: string): Cause => ({ own: `${law}: ${core}`, shared: core });

  const demanded = DEMANDED.exec(sentence);
  if (demanded) return ofOutcome(demanded, law, under);
  if (sentence.includes(NO_ORDER)) return under(NO_ORDER);
  const differs = DIFFERS.exec(sentence);
  if (differs) return ofValue(leaf(differs[1] ?? ''), differs[2] ?? '', differs[3] ?? '', under);
  const shows = SHOWS.exec(sentence);
  if (shows) return ofValue('url', shows[1] ?? '', shows[2] ?? '', under);
  const unshown = UNSHOWN.exec(sentence);
  if (unshown) return under(`${unshown[1]} does not show`);
  const still = STILL.exec(sentence);
  if (still) return under(`${still[1]} still shows`);
  const said = gist(sentence);
  const place = PLACE.exec(said);
  if (place) return ofPlace(place);
  return LED.test(said) ? under(said.replace(LED, '')) : { own: said };
}

/** What is taken although it must be refused is a check that is missing: each law has its own. */
function ofOutcome(
  [, status = '', got = '', looks = '']: RegExpExecArray,
  law: string,
  under: (core: string) => Cause,
): Cause {
  // A body that is wrong at a place is wrong there whatever was demanded.
  if (!STATUS.test(got)) return under(`got ${gist(got).replace(/[[{].*$/s, '…')}`);
  const core = `demanded ${status}, ${got} ${looks}`;
  return status !== '2' && TAKEN.test(got) ? { own: `${law}: ${core}` } : under(core);
}

/** How a value was changed tells more than where that was seen. */
function ofValue(field: string, now: string, was: string, under: (core: string) => Cause): Cause {
  const difference = differenceOf(now, was);
  return difference === undefined ? under(`${field} differs`) : { own: `a URL ${difference}` };
}

/** A field is one wherever it is shown; of bodies as a whole, each operation has its own. */
function ofPlace([, operation = '', place = '', wrong = '']: RegExpExecArray): Cause {
  const own = `${place.includes(' ') ? `${operation} ${place}` : leaf(place)}: ${wrong}`;
  // An object that lacks many fields is somewhere else.
  return wrong === 'is missing' ? { own, shared: `${operation}: fields are missing` } : { own };
}

/** `data.configs[*].created_at` → `created_at`. */
function leaf(place: string): string {
  return place.replaceAll('[*]', '').split(/[./]/).at(-1) ?? place;
}
