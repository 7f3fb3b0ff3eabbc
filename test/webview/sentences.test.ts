import { describe, expect, it } from 'vitest';
import {
  attackSentence,
  inFull,
  nodeSentence,
  plateauSentence,
  type NodeFacts,
} from '../../webview/sentences';

const node: NodeFacts = {
  node: 190,
  predicted: 'PM',
  safe: 2,
  breaking: null,
  witness: null,
  tie: false,
  interval: null,
  largest: 12,
  classes: 2,
  seed: null,
};
const said = (facts: Partial<NodeFacts>): string => inFull(nodeSentence({ ...node, ...facts }));
const flips = (...nodes: number[]) => nodes.map((id) => ({ node: id, label: 'NN' }));

describe('of a node', () => {
  it('says what is proven and what is not', () => {
    expect(said({ breaking: 3, witness: flips(137, 151, 44) })).toBe(
      'Node 190 is predicted PM whatever 2 labels are flipped. Flipping these 3 changes it: 137, 151 and 44. No smaller set does.',
    );
    expect(said({ safe: 0, breaking: 1, witness: flips(151) })).toBe(
      'Node 190 is predicted PM only while no label is flipped. Flipping this one changes it: 151.',
    );
    expect(said({ safe: 1, breaking: 4, witness: flips(1, 2, 3, 4) })).toContain(
      'Whether 2 to 3 can is open.',
    );
    expect(said({ safe: 1 })).toContain('open');
    expect(said({ safe: 12 })).toContain('No larger budget was asked for.');
  });
  it('changes labels where there are more than two classes, and says to what', () => {
    const classes = 3;
    const witness = [
      { node: 137, label: 'NN' },
      { node: 151, label: 'AI' },
      { node: 44, label: 'NN' },
    ];
    expect(said({ classes, breaking: 3, witness })).toBe(
      'Node 190 is predicted PM whatever 2 labels are changed. Relabelling these 3 changes it: 137 and 44 to NN; 151 to AI. No smaller set does.',
    );
    expect(said({ classes, safe: 1 })).toContain('whichever one label is changed.');
    expect(said({ classes, safe: 0 })).toContain('once a label is changed.');
    expect(said({ classes, safe: 0, breaking: 1, witness: [{ node: 3, label: 0 }] })).toBe(
      'Node 190 is predicted PM only while no label is changed. Relabelling this one changes it: 3 to class 0.',
    );
    expect(said({ classes, predicted: 2 })).toContain('is predicted class 2 whatever');
    expect(said({ classes, breaking: 3, witness })).not.toContain('flip');
  });
  it('says of a tie that it is neither', () => {
    expect(said({ node: 7, safe: 0, tie: true })).toBe(
      'Node 7’s decision cannot be told from zero: neither safe nor broken.',
    );
  });
});

describe('of an attack', () => {
  const attack = { model: 'GCN', witness: flips(3, 9), total: 100, flips: 2, classes: 2, seed: null };
  it('never calls it the worst before it is proven to be', () => {
    expect(attackSentence({ ...attack, low: 0.7, high: 0.7 })).toEqual({
      claim: 'Flipping labels 3 and 9 changes 30 of GCN’s 100 predictions.',
      rest: 'No other set of at most 2 changes more.',
    });
    const open = attackSentence({ ...attack, low: 0.6, high: 0.7 });
    expect(open.claim).toContain('at least 30');
    expect(open.rest).toContain('up to 40 is open');
  });
  it('names the new labels where there are more than two classes', () => {
    expect(attackSentence({ ...attack, classes: 4, low: 0.7, high: 0.7 }).claim).toBe(
      'Changing 2 labels turns 30 of GCN’s 100 predictions: 3 and 9 to NN.',
    );
  });
  it('says what more flips are worth on a plateau', () => {
    expect(plateauSentence({ from: 4, to: 6 })).toBe(
      'The collective ratio falls no further from 4 to 6 flips: at each of these budgets this set is a worst one, and more flips do no more harm.',
    );
  });
});

describe('of one of several seeds', () => {
  it('says which', () => {
    expect(said({ seed: 3, breaking: 3, witness: flips(137, 151, 44) })).toMatch(
      /^With seed 3: Node 190 is predicted PM whatever 2 labels are flipped\. Flipping/,
    );
    expect(said({ seed: 0, tie: true })).toMatch(/^With seed 0: Node 190’s decision cannot/);
    const attack = { model: 'GCN', witness: flips(3), total: 10, flips: 1, classes: 2, low: 0.9, high: 0.9 };
    expect(attackSentence({ ...attack, seed: 0 }).claim).toBe(
      'With seed 0: Flipping label 3 changes 1 of GCN’s 10 predictions.',
    );
  });
});
