import { describe, expect, it } from 'vitest';
import { graphOf } from '../../webview/logic/graph';
import { fitFrame, nearest, zoomed } from '../../webview/logic/mapFrame';
import { createMapLayout } from '../../webview/logic/mapLayout';
import { effectOf, mapNodes } from '../../webview/logic/mapNodes';
import { makeResult } from './support/fixture';
import { makeGraph, makePicture } from './support/picture';

const graph = graphOf(
  makeGraph(
    Array.from({ length: 600 }, (_, i) => i),
    1500,
  ),
);
const layoutBy = (milliseconds: number): Float64Array => {
  const layout = createMapLayout(graph);
  while (!layout.done()) layout.step(milliseconds, () => performance.now());
  return layout.positions;
};

describe('layout of the whole graph', () => {
  const positions = layoutBy(5);
  const length = (a: number, b: number): number =>
    Math.hypot(positions[2 * a] - positions[2 * b], positions[2 * a + 1] - positions[2 * b + 1]);

  it('is the same however the steps fall', () => {
    expect(layoutBy(0.001)).toEqual(positions);
    expect(positions.every(Number.isFinite)).toBe(true);
  });

  it('puts neighbours near each other', () => {
    let joined = 0;
    for (let e = 0; e < graph.edges.length; e += 2) joined += length(graph.edges[e], graph.edges[e + 1]);
    joined /= graph.edges.length / 2;
    let any = 0;
    for (let i = 0; i < 600; i++) any += length(i, (i * 271 + 97) % 600);
    any /= 600;
    expect(joined).toBeLessThan(any / 2.5);
  });
});

describe('frame of the map', () => {
  const positions = Float64Array.from([-10, -10, 30, 10, 0, 0]);

  it('fits all positions, zooms around a point, and finds the node under the pointer', () => {
    const frame = fitFrame(positions, 400, 200);
    const at = (i: number) => ({
      x: frame.x + frame.scale * positions[2 * i],
      y: frame.y + frame.scale * positions[2 * i + 1],
    });
    for (const i of [0, 1, 2]) {
      expect(at(i).x).toBeGreaterThanOrEqual(24);
      expect(at(i).x).toBeLessThanOrEqual(376);
      expect(nearest(positions, frame, at(i), 5)).toBe(i);
    }
    expect(nearest(positions, frame, { x: at(0).x + 6, y: at(0).y }, 5)).toBeNull();
    const closer = zoomed(frame, 2, at(1).x, at(1).y, 0.1);
    expect(closer.scale).toBeCloseTo(2 * frame.scale);
    expect(closer.x + closer.scale * positions[2]).toBeCloseTo(at(1).x);
  });
});

describe('nodes of an attack', () => {
  const result = makeResult();
  const picture = makePicture(result);
  const model = result.models[2];
  const witness = model.collective?.curve[2].witness ?? [];

  it('have the roles that are known, and no others', () => {
    if (!picture.graph) throw new Error('none');
    const whole = graphOf(picture.graph);
    const effect = effectOf(picture, null, model.name, witness);
    const total = result.dataset.test.length;
    expect(effect?.turned).toHaveLength(
      Math.round((1 - (model.collective?.curve[2].certified ?? 0)) * total),
    );
    const { roles, known } = mapNodes(whole, result, witness, effect);
    expect(known).toBe(true);
    expect(roles.filter((role) => role === 'turned')).toHaveLength(effect?.turned.length ?? -1);
    expect(roles.filter((role) => role === 'flipped')).toHaveLength(2);
    // Of another model, another seed or another set nothing is known.
    for (const other of [
      effectOf(picture, 1, model.name, witness),
      effectOf(picture, null, 'other', witness),
      effectOf(picture, null, model.name, witness.slice(1)),
      effectOf(null, null, model.name, witness),
    ])
      expect(other).toBeNull();
    expect(mapNodes(whole, result, witness, null).present.has('turned')).toBe(false);
  });
});
