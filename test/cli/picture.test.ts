import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../src/report/panel-state';
import type { Result } from '../../src/report/result';
import { random } from '../webview/support/fixture';
import { workplace } from './support';
import type { Workplace } from './support';

const LABELLED = [0, 1, 2, 3, 4, 12, 13, 14, 15, 16];
const MODELS = 'models: { GCN: { architecture: gcn, normalization: row, C: 0.5 } }';
const configuration = (nodes: string): string => `
dataset: { graph: { edges: edges.csv, nodes: ${nodes} } }
split: { labelled: [${LABELLED.join(', ')}], test: rest }
${MODELS}
certify: { kinds: [sample-wise, collective], budgets: { flips: [1, 2, 3] } }
`;

/** Two or three groups of twelve, closer within than between. */
function graphOf(classes: readonly string[]): {
  nodes: (flips: ReadonlyMap<number, string | number>) => string;
  edges: string;
} {
  const next = random(5);
  const label = (i: number): string => classes[Math.floor(i / 12) % classes.length];
  const features = Array.from({ length: 24 }, () => [next(), next()].map((x) => x.toFixed(3)).join());
  const edges: string[] = ['source,target'];
  for (let i = 0; i < 24; i++)
    for (let j = i + 1; j < 24; j++)
      if (next() < (Math.floor(i / 12) === Math.floor(j / 12) ? 0.3 : 0.08)) edges.push(`${i},${j}`);
  return {
    edges: `${edges.join('\n')}\n`,
    nodes: (flips) =>
      `id,label,x,y\n${features.map((f, i) => `${i},${flips.get(i) ?? label(i)},${f}`).join('\n')}\n`,
  };
}

describe('what the graph is drawn from', () => {
  let place: Workplace;
  const graph = graphOf(['a', 'b']);
  beforeAll(async () => {
    place = await workplace();
    await place.write('edges.csv', graph.edges);
    await place.write('nodes.csv', graph.nodes(new Map()));
    await place.write('x.flipcert.yaml', configuration('nodes.csv'));
  });
  afterAll(() => place?.remove());

  const certify = async (
    name: string,
    cached = false,
  ): Promise<{ result: Result; state: PanelState; html: string }> => {
    const args = ['certify', name, '--json', 'x.json', '--html', 'x.html', '--quiet'];
    const ended = await place.run(args, { cached });
    if (ended.status !== 0) throw new Error(`flipcert ended with ${ended.status}:\n${ended.stderr}`);
    const html = await readFile(join(place.folder, 'x.html'), 'utf8');
    const state = /<script type="application\/json" id="flipcert-state">(.*)<\/script>/.exec(html)?.[1] ?? '';
    return {
      result: JSON.parse(await readFile(join(place.folder, 'x.json'), 'utf8')) as Result,
      state: JSON.parse(state) as PanelState,
      html,
    };
  };

  it('stands in the page, and not in the result, from the cache as well', async () => {
    const { result, state, html } = await certify('x.flipcert.yaml', true);
    expect(JSON.stringify(result)).not.toContain('picture');
    expect(state.picture?.graph?.ids).toEqual(Array.from({ length: 24 }, (_, i) => i));
    const pairs = new Set(graph.edges.trim().split('\n').slice(1));
    const edges = state.picture?.graph?.edges ?? [];
    expect(edges.length / 2).toBe(result.dataset.edges);
    for (let e = 0; e < edges.length; e += 2) expect(pairs.has(`${edges[e]},${edges[e + 1]}`)).toBe(true);
    // A page that is passed on names no file of this machine.
    expect(state.picture?.rows).toBeNull();
    expect(html).not.toContain(place.folder);
    const again = await certify('x.flipcert.yaml', true);
    expect(again.state.picture).toEqual(state.picture);
  });

  it('says which predictions a worst set turns, as training on the flipped labels does', async () => {
    const { result, state } = await certify('x.flipcert.yaml');
    const [model] = result.models;
    const total = result.dataset.test.length;
    const sets = (model.collective?.curve ?? []).flatMap((p) => (p.witness?.length ? [p] : []));
    expect(sets.length).toBeGreaterThan(1);
    const clean = new Map(model.predictions.map((p) => [p.node, p.class]));
    for (const { witness, certifiedAtMost } of sets) {
      const effect = state.picture?.attacks.find((a) => JSON.stringify(a.flips) === JSON.stringify(witness));
      expect(effect?.turned).toHaveLength(Math.round((1 - certifiedAtMost) * total));
      expect(effect?.open).toEqual([]);
      await place.write('flipped.csv', graph.nodes(new Map(witness?.map((f) => [f.node, f.label]))));
      await place.write('flipped.flipcert.yaml', configuration('flipped.csv'));
      const flipped = await certify('flipped.flipcert.yaml');
      const changed = flipped.result.models[0].predictions.filter((p) => p.class !== clean.get(p.node));
      expect(effect?.turned).toEqual(changed.map(({ node }) => node));
    }
  });

  it('is no graph for a table', async () => {
    await place.write(
      'table.flipcert.yaml',
      `
dataset: { table: nodes.csv, label: label, ignore: [id] }
split: { labelled: [${LABELLED.join(', ')}], test: rest }
models: { MLP: { architecture: mlp, C: 0.5 } }
certify: { budgets: { flips: [1] } }
`,
    );
    const { state } = await certify('table.flipcert.yaml');
    expect(state.picture?.graph).toBeNull();
  });
});

describe('with three classes', () => {
  let place: Workplace;
  const graph = graphOf(['a', 'b']);
  beforeAll(async () => {
    place = await workplace();
    await place.write('edges.csv', graph.edges);
  });
  afterAll(() => place?.remove());

  it('the turned predictions are those of training on the changed labels too', async () => {
    const third = new Map<number, string | number>([3, 4, 8, 9, 15, 16, 20, 21].map((i) => [i, 'c']));
    const run = async (
      flips: ReadonlyMap<number, string | number>,
    ): Promise<{ result: Result; state: PanelState }> => {
      await place.write('nodes.csv', graph.nodes(new Map([...third, ...flips])));
      await place.write('x.flipcert.yaml', configuration('nodes.csv').replace('[1, 2, 3]', '[1, 2]'));
      const ended = await place.run([
        'certify',
        'x.flipcert.yaml',
        '--json',
        'x.json',
        '--html',
        'x.html',
        '--quiet',
      ]);
      if (ended.status !== 0) throw new Error(ended.stderr);
      const html = await readFile(join(place.folder, 'x.html'), 'utf8');
      return {
        result: JSON.parse(await readFile(join(place.folder, 'x.json'), 'utf8')) as Result,
        state: JSON.parse(/id="flipcert-state">(.*)<\/script>/.exec(html)?.[1] ?? '') as PanelState,
      };
    };
    const { result, state } = await run(new Map());
    const clean = new Map(result.models[0].predictions.map((p) => [p.node, p.class]));
    const effect = state.picture?.attacks.at(-1);
    expect(effect?.turned.length).toBeGreaterThan(0);
    const flipped = await run(new Map(effect?.flips.map((f) => [f.node, f.label])));
    const changed = flipped.result.models[0].predictions.filter((p) => p.class !== clean.get(p.node));
    expect(effect?.turned).toEqual(changed.map(({ node }) => node));
  });
});
