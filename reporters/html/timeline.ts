/**
 * A race as a picture. A case's timeline is plain text: one strip a client with numbered bars, then a legend of
 * what each number stands for and its times. This reads it back and draws it; text of another form stays text.
 */
import { clip } from '../text.ts';
import { lines, markup, type Markup } from './markup.ts';

export interface Bar {
  number: number;
  client: string;
  from: number;
  /** Undefined: no answer came. */
  to: number | undefined;
  text: string;
}

/** No timeline is drawn wider; what is comes from elsewhere. */
const MOST_COLUMNS = 1000;

const STRIP = /^(.*?)\s*([├┤─┄].*)$/;
/** `1  0.00-10.20 ms  call → answer`; `from 0.00 ms`, or nothing after the dash: no end is known. */
const LEGEND =
  /^\s*(?<number>\d+)\s+(?:from )?(?<from>\d+(?:\.\d+)?)(?:-(?<to>\d+(?:\.\d+)?)?)? ms\s+(?<what>.*)$/;

/** Undefined: the text is no timeline that is known here. */
export function parseTimeline(text: string): Bar[] | undefined {
  const clients = new Map<number, string>();
  const bars: Bar[] = [];
  for (const each of text.split('\n')) {
    if (each.length > MOST_COLUMNS) return undefined;
    const legend = LEGEND.exec(each)?.groups;
    if (legend !== undefined) {
      const { number, from, to, what } = legend;
      bars.push({
        number: Number(number),
        client: clients.get(Number(number)) ?? '',
        from: Number(from),
        to: to === undefined ? undefined : Number(to),
        text: what ?? '',
      });
      continue;
    }
    const strip = STRIP.exec(each);
    for (const [number] of strip?.[2]?.matchAll(/\d+/g) ?? []) clients.set(Number(number), strip?.[1] ?? '');
  }
  return bars.length > 0 && clients.size > 0 ? bars : undefined;
}

const WIDTH = 720;
const LANE = 34;
const LEFT = 90;
const AXIS = 24;
/** Past these the lanes are too thin to read; the text is there still. */
const MOST_BARS = 60;

export function timeline(text: string): Markup {
  const bars = parseTimeline(text);
  const plain = markup`<pre tabindex="0">${lines(text)}</pre>`;
  if (bars === undefined || bars.length > MOST_BARS) return markup`<div class="timeline">${plain}</div>`;
  return markup`<figure class="timeline"><div class="scroll" role="group" aria-label="Timeline" tabindex="0">${picture(bars)}</div>
<figcaption>Events in their order, evenly spread; the times are in the list. Open-ended: no answer came.</figcaption>
<ol>${bars.map(
    ({ number, from, to, text: what }) =>
      markup`<li value="${number}"><span class="ms">${to === undefined ? `from ${from}` : `${from}–${to}`} ms</span> ${what}</li>`,
  )}</ol>
<details><summary>As text</summary>${plain}</details></figure>`;
}

function picture(bars: readonly Bar[]): Markup {
  const clients = [...new Set(bars.map(({ client }) => client))];
  // Ranks, not times: a bar of some microseconds stays visible, and the order is what the race is about.
  const moments = [...new Set(bars.flatMap(({ from, to }) => (to === undefined ? [from] : [from, to])))].sort(
    (a, b) => a - b,
  );
  const step = (WIDTH - LEFT - 20) / Math.max(1, moments.length);
  const x = (moment: number | undefined): number =>
    moment === undefined ? WIDTH - 6 : LEFT + (moments.indexOf(moment) + 0.25) * step;
  const height = clients.length * LANE + AXIS;
  const lanes = clients.map((client, index) => {
    const middle = index * LANE + LANE / 2;
    return markup`<line class="lane" x1="${LEFT}" x2="${WIDTH}" y1="${middle}" y2="${middle}"/><text class="client" x="${LEFT - 8}" y="${middle + 4}">${clip(client, 12)}</text>`;
  });
  const drawn = bars.map(({ number, client, from, to }) => {
    const top = clients.indexOf(client) * LANE + 6;
    const width = Math.max(4, x(to) - x(from));
    return markup`<rect class="${to === undefined ? 'open' : 'bar'}" x="${round(x(from))}" y="${top}" width="${round(width)}" height="${LANE - 12}" rx="4"/><text class="number" x="${round(x(from) + width / 2)}" y="${top + LANE / 2 - 2}">${number}</text>`;
  });
  const axis = markup`<text class="axis" x="${LEFT}" y="${height - 6}">${moments[0] ?? 0} ms</text><text class="axis end" x="${WIDTH - 6}" y="${height - 6}">${moments.at(-1) ?? 0} ms</text>`;
  return markup`<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="Timeline of ${bars.length} operations by ${clients.length} clients">${lanes}${drawn}${axis}</svg>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
