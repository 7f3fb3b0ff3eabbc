/** The curves as a table, for readers who do not see the canvas. */
import type { CertificateKind } from '../../src/report/result';
import { h } from '../dom';
import { percentMean } from '../logic/format';
import type { ModelScene, Scene } from '../scene';
import { kindName, meanOf, words } from '../strings';

export function createCurveTable(): { readonly element: HTMLElement; update(scene: Scene): void } {
  const element = h('div', { class: 'hidden curve-table' });
  let shown = '';
  const update = (scene: Scene): void => {
    // The table goes on to the last budget, however wide the axis is.
    // In the order of the file: who is best changes with the budget.
    const place = (model: ModelScene) => scene.result.models.findIndex(({ name }) => name === model.name);
    const ordered = [...scene.models].sort((a, b) => place(a) - place(b));
    const models = [...ordered, ...(scene.beside ? [scene.beside] : [])];
    const signature = JSON.stringify([
      scene.stops,
      scene.view.quantity,
      models.map((model) => scene.kinds.map((kind) => [columnName(model, kind), model.curves[kind]])),
    ]);
    if (signature === shown) return;
    shown = signature;
    const head = h('tr', {}, h('th', { scope: 'col', text: words.flips }));
    const columns = models.flatMap((model) =>
      scene.kinds.flatMap((kind) => {
        const points = model.curves[kind];
        return points
          ? [{ name: columnName(model, kind), points: new Map(points.map((p) => [p.flips, p])) }]
          : [];
      }),
    );
    for (const column of columns) head.append(h('th', { scope: 'col', text: column.name }));
    const rows = scene.stops.map((flips) =>
      h(
        'tr',
        {},
        h('th', { scope: 'row', text: flips }),
        ...columns.map(({ points }) => {
          const point = points.get(flips);
          return h('td', { text: point ? percentMean(point.low, point.high, point.deviation) : '' });
        }),
      ),
    );
    const caption = `${words.chart}: ${scene.view.quantity === 'ratio' ? words.ratio : words.certifiedAccuracy}`;
    element.replaceChildren(
      h('table', {}, h('caption', { text: caption }), h('thead', {}, head), h('tbody', {}, ...rows)),
    );
  };
  return { element, update };
}

function columnName({ name, seeds }: ModelScene, kind: CertificateKind): string {
  return [name, kindName[kind], ...(seeds ? [meanOf(seeds)] : [])].join(', ');
}
