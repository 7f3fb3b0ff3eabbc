import {
  add,
  clone,
  grads,
  matMul,
  mul,
  randomNormal,
  relu,
  square,
  sub,
  sum,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Dense, NetworkPlan } from './plan';
import type { Movement, Trainable } from './train';

/** A plan on the backend, with the factors of the NTK parametrisation and of the activation folded into its matrices. */
interface Placed {
  readonly input: Tensor2D;
  /** The identity where null; its factor is then that of `scale`. */
  readonly propagations: readonly (Tensor2D | null)[];
  readonly bias: Tensor2D | null;
}

/**
 * A network of one width and seed, as two plans with common weights see it: the labelled nodes, which it is trained on,
 * and the test nodes. Owns its tensors until `dispose`.
 */
export class FiniteNetwork implements Trainable {
  readonly m: number;
  private readonly labelled: Placed;
  private readonly test: Placed;
  private readonly relu: boolean;
  /** √2 of the activation, and 1 / √h: the factor of every layer but the first. */
  private readonly factor: number;
  private readonly initial: readonly Tensor2D[];
  private weights: readonly Tensor2D[];
  private kept: readonly Tensor2D[] = [];
  private readonly atStart: { readonly labelled: Float64Array; readonly test: Float64Array };

  constructor(labelled: NetworkPlan, test: NetworkPlan, width: number, seed: number) {
    this.m = labelled.outputs;
    this.relu = labelled.relu;
    this.factor = Math.sqrt((labelled.relu ? 2 : 1) / width);
    this.labelled = place(labelled, this.factor);
    this.test = place(test, this.factor);
    this.initial = shapesOf(labelled, width).map((shape, layer) =>
      randomNormal(shape, 0, 1, 'float32', 1 + layer + 64 * seed),
    );
    this.weights = this.initial.map((w) => clone(w));
    this.atStart = { labelled: this.run(this.labelled), test: this.run(this.test) };
  }

  reset(): void {
    this.replace(this.initial.map((w) => clone(w)));
  }

  keep(): void {
    for (const tensor of this.kept) tensor.dispose();
    this.kept = this.weights.map((w) => clone(w));
  }

  restore(): void {
    this.replace(this.kept.map((w) => clone(w)));
  }

  margins(): Float64Array {
    return less(this.run(this.labelled), this.atStart.labelled);
  }

  decisions(): Float64Array {
    return less(this.run(this.test), this.atStart.test);
  }

  step(z: Float64Array, rate: number): Movement {
    let squares = [0, 0];
    const next = tidy(() => {
      const wanted = this.pulled(z);
      const from = this.weights.map((w, k) => sub(w, this.initial[k]));
      const gradient = from.map((u, k) => sub(u, wanted[k]));
      const change = from.map((u, k) => sub(u, mul(gradient[k], rate)));
      squares = [change, gradient].map(squareOf);
      return change.map((u, k): Tensor2D => add(this.initial[k], u));
    });
    this.replace(next);
    return { length: Math.sqrt(squares[0]), gradient: Math.sqrt(squares[1]) };
  }

  dispose(): void {
    for (const { input, propagations, bias } of [this.labelled, this.test])
      for (const tensor of [input, ...propagations, bias]) tensor?.dispose();
    for (const tensor of [...this.initial, ...this.weights, ...this.kept]) tensor.dispose();
  }

  /** J(θ)ᵀ z, by backpropagation. */
  private pulled(z: Float64Array): readonly Tensor[] {
    const through = grads((...weights: Tensor[]) => this.forward(this.labelled, weights as Tensor2D[]));
    return through([...this.weights], tensor2d(Float32Array.from(z), [z.length, 1]));
  }

  private run(placed: Placed): Float64Array {
    return Float64Array.from(tidy(() => this.forward(placed, this.weights).dataSync() as Float32Array));
  }

  private forward({ input, propagations, bias }: Placed, weights: readonly Tensor2D[]): Tensor2D {
    let hidden: Tensor2D = matMul(input, weights[0]);
    propagations.forEach((propagation, layer) => {
      const active = this.relu ? relu(hidden) : hidden;
      const spread = propagation === null ? active : matMul(propagation, active);
      hidden = matMul(spread, weights[layer + 1]);
      if (propagation === null) hidden = mul(hidden, this.factor);
    });
    return bias === null ? hidden : add(hidden, matMul(bias, weights[weights.length - 1]));
  }

  private replace(next: readonly Tensor2D[]): void {
    for (const tensor of this.weights) tensor.dispose();
    this.weights = next;
  }
}

function place({ input, propagations, outputBias, outputs }: NetworkPlan, factor: number): Placed {
  return {
    input: matrix(input, 1),
    propagations: propagations.map((p) => (p === null ? null : matrix(p, factor))),
    bias: outputBias === null ? null : tensor2d(outputBias, [outputs, 1]),
  };
}

function matrix({ rows, cols, values }: Dense, factor: number): Tensor2D {
  return tensor2d(factor === 1 ? values : values.map((v) => factor * v), [rows, cols]);
}

function shapesOf({ input, propagations, outputBias }: NetworkPlan, width: number): [number, number][] {
  return [
    [input.cols, width],
    ...propagations.slice(1).map((): [number, number] => [width, width]),
    [width, 1],
    ...(outputBias === null ? [] : [[1, 1] as [number, number]]),
  ];
}

function squareOf(tensors: readonly Tensor[]): number {
  return tensors.reduce((total, tensor) => total + sum(square(tensor)).dataSync()[0], 0);
}

function less(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((value, i) => value - b[i]);
}
