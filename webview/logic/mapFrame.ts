/** From the layout's plane to the canvas and back. */
export interface Frame {
  readonly scale: number;
  /** Canvas point of the plane's origin. */
  readonly x: number;
  readonly y: number;
}

const LARGEST = 12;

/** Shows all positions, with room around them. */
export function fitFrame(positions: Float64Array, width: number, height: number, room = 24): Frame {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < positions.length; i += 2) {
    left = Math.min(left, positions[i]);
    right = Math.max(right, positions[i]);
    top = Math.min(top, positions[i + 1]);
    bottom = Math.max(bottom, positions[i + 1]);
  }
  if (!(right >= left)) return { scale: 1, x: width / 2, y: height / 2 };
  const scale = Math.min(
    4,
    Math.max(1, width - 2 * room) / Math.max(1e-9, right - left),
    Math.max(1, height - 2 * room) / Math.max(1e-9, bottom - top),
  );
  return {
    scale,
    x: width / 2 - (scale * (left + right)) / 2,
    y: height / 2 - (scale * (top + bottom)) / 2,
  };
}

/** Zooms so that the canvas point stays where it is. */
export function zoomed(frame: Frame, factor: number, x: number, y: number, least: number): Frame {
  const scale = Math.min(Math.max(frame.scale * factor, least), Math.max(LARGEST, least));
  const by = scale / frame.scale;
  return { scale, x: x - (x - frame.x) * by, y: y - (y - frame.y) * by };
}

/** Place of the node nearest to a canvas point, within some pixels; null where there is none. */
export function nearest(
  positions: Float64Array,
  { scale, x, y }: Frame,
  at: { readonly x: number; readonly y: number },
  within: number,
): number | null {
  let best: number | null = null;
  let least = within * within;
  for (let i = 0; i < positions.length; i += 2) {
    const dx = x + scale * positions[i] - at.x;
    const dy = y + scale * positions[i + 1] - at.y;
    if (dx * dx + dy * dy > least) continue;
    least = dx * dx + dy * dy;
    best = i / 2;
  }
  return best;
}
