import { marginGap, multipliers } from './dual';

/** A network as training sees it: weights θ_0 + u, decisions less those at θ_0. */
export interface Trainable {
  /** Labelled nodes. */
  readonly m: number;
  /** Puts the weights back to θ_0. */
  reset(): void;
  /** Decisions of the labelled nodes. */
  margins(): Float64Array;
  /** One gradient step, u <- u - rate (u - J(θ)ᵀ z) with J the gradients of the decisions. */
  step(z: Float64Array, rate: number): Movement;
  /** Keeps the present weights. */
  keep(): void;
  /** Goes back to the weights that were kept last. */
  restore(): void;
  /** Decisions of the test nodes. */
  decisions(): Float64Array;
}

export interface Movement {
  /** Length of u after the step. */
  readonly length: number;
  /** Length of u - J(θ)ᵀ z before it: zero at a stationary point. */
  readonly gradient: number;
}

export interface Trained {
  readonly converged: boolean;
  readonly steps: number;
}

/** Single precision, in which networks are trained, leaves about a tenth of it. */
export const TOLERANCE = 5e-3;
const MOST_STEPS = 200;
/** Steps in which the loss must fall by SETTLED of itself. */
const PATIENCE = 4;
const SETTLED = 1e-4;
const SLOWEST = 1 / 8;

/**
 * Trains a network on the soft-margin loss
 *
 *     L(u) = 1/2 |u|² + C Σ_i max(0, 1 - y_i g_i(u)),    g(u) = f(θ_0 + u) - f(θ_0),
 *
 * over all its weights, where u is the change of the weights and f(θ_0) is what the network says before it has learnt
 * anything. Where f is linear in its weights, g_i(u) = φ(x_i)·u with φ(x) = ∇f(x; θ_0), and L is the soft-margin support
 * vector machine with the same C and the kernel φ(x)·φ(x') = the network's tangent kernel. That kernel tends to the
 * certified one as the width grows, and with it what is trained here tends to what is certified. (The paper, after Chen
 * et al. 2021, regularises the last layer alone and follows the gradient flow: since f is homogeneous in those weights,
 * the flow's limit is the same support vector machine. Keeping near θ_0 with all weights has the same limit, and a loss
 * of which every step says how far it has fallen.)
 *
 * The hinge has a kink on the margin, where support vectors come to lie, so that plain subgradients never settle. With
 * multipliers, C max(0, s) = max over 0 <= a <= C of a s, and L's stationary points are those with
 *
 *     u = J(u)ᵀ z,    y_i z_i = C below the margin, 0 above it, within [0, C] on it.
 *
 * Full-batch gradient descent: each step goes down the gradient u - J(u)ᵀ z of the true network's 1/2 |u|² - z·g(u),
 * with the multipliers z that would be right if its decisions moved by the infinite network's kernel Q, g = Q z + the
 * difference, measured anew at every step. A fixed point is stationary for L itself, whatever Q is: Q sets the pace.
 *
 * Stops where the gradient, and the root of twice the margins' gap, which bounds the distance of the weights to the
 * minimum of a linear network, are below `tolerance` of |u|. A network with ReLUs often ends on their kinks, where no
 * gradient vanishes: where the loss has not fallen by 0.01 % in 4 steps the rate is halved, and where that happens at
 * a rate of 1/8, training has settled too. The weights with the least loss are kept. After 200 steps it gives up, which
 * is reported.
 */
export function train(
  network: Trainable,
  y: ArrayLike<number>,
  C: number,
  Q: Float64Array,
  tolerance = TOLERANCE,
): Trained {
  const { m } = network;
  network.reset();
  const z = new Float64Array(m);
  const wanted = new Float64Array(m);
  let f: Float64Array = new Float64Array(m);
  let rate = 1;
  let least = Infinity;
  let reference = Infinity;
  let since = 0;
  let converged = false;
  let steps = 0;
  while (!converged && steps < MOST_STEPS) {
    steps++;
    wanted.set(z);
    multipliers({ Q, offset: offsetOf(Q, z, f) }, y, C, wanted);
    const { length, gradient } = network.step(wanted, rate);
    for (let i = 0; i < m; i++) z[i] += rate * (wanted[i] - z[i]);
    f = network.margins();
    const loss = length ** 2 / 2 + C * hinges(y, f);
    if (!Number.isFinite(loss)) break;
    const error = Math.max(gradient, Math.sqrt(2 * marginGap(y, C, z, f)));
    converged = error <= tolerance * length;
    if (loss < least) {
      least = loss;
      network.keep();
    }
    if (loss < (1 - SETTLED) * reference) {
      reference = loss;
      since = 0;
    } else if (++since >= PATIENCE) {
      converged ||= rate <= SLOWEST;
      rate /= 2;
      since = 0;
    }
  }
  network.restore();
  return { converged, steps };
}

function hinges(y: ArrayLike<number>, f: Float64Array): number {
  return f.reduce((sum, v, i) => sum + Math.max(0, 1 - y[i] * v), 0);
}

/** The part of the decisions that Q z does not explain. */
function offsetOf(Q: Float64Array, z: Float64Array, f: Float64Array): Float64Array {
  const m = z.length;
  const offset = f.slice();
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) offset[i] -= Q[i * m + j] * z[j];
  return offset;
}
