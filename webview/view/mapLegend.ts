/** The marks of the whole graph in words: only those that occur. */
import { h } from '../dom';
import { graphWords } from '../graphStrings';
import type { MapNodes } from '../logic/mapNodes';
import type { MapRole } from '../logic/mapRole';
import { s } from './svg';

const SHOWN: readonly MapRole[] = ['flipped', 'turned', 'open', 'labelled', 'test', 'plain'];

export function createMapLegend(): {
  readonly element: HTMLElement;
  update(nodes: MapNodes, classes: number): void;
} {
  const element = h('p', { class: 'legend' });
  const update = ({ present }: MapNodes, classes: number): void => {
    const names: Readonly<Record<MapRole, string>> = {
      flipped: classes > 2 ? graphWords.mapRelabelled : graphWords.mapFlipped,
      turned: graphWords.mapTurned,
      open: graphWords.mapOpen,
      labelled: graphWords.labelled,
      test: graphWords.mapTest,
      plain: graphWords.mapPlain,
    };
    const wanted = SHOWN.filter((role) => present.has(role));
    element.replaceChildren(
      ...wanted.map((role) =>
        h('span', { class: 'legend-item' }, sign(role), h('span', { text: names[role] })),
      ),
    );
  };
  return { element, update };
}

function sign(role: MapRole): SVGElement {
  const r = role === 'plain' ? 2 : role === 'test' ? 3 : role === 'flipped' ? 6 : 5;
  return s(
    'svg',
    { class: 'legend-sign', viewBox: '-7 -7 14 14', 'aria-hidden': 'true' },
    s(
      'g',
      { class: `near-node map-${role} ${role}` },
      s('circle', { class: 'dot', r }),
      ...(role === 'flipped' ? [s('path', { class: 'cross', d: 'M-3 -3L3 3M3 -3L-3 3' })] : []),
    ),
  );
}
