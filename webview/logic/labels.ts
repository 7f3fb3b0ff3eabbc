/** Where the names of the lines go. Pure geometry in pixels; y grows downwards. */

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export type Polyline = readonly Spot[];

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Moves labels that want to stand at `wanted` apart, so that neighbours are at least `gap` apart, all lie within
 * `min` and `max`, the order is kept, and the sum of squared moves is least (pooling of adjacent blocks).
 */
export function dodge(wanted: readonly number[], gap: number, min: number, max: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a] - wanted[b] || a - b);
  const blocks: { from: number; size: number; sum: number }[] = [];
  order.forEach((index, place) => {
    // A block's start is the mean of what its members want, each less its offset in the block.
    blocks.push({ from: place, size: 1, sum: wanted[index] });
    for (let n = blocks.length; n > 1; n = blocks.length) {
      const upper = blocks[n - 2];
      const lower = blocks[n - 1];
      if (upper.sum / upper.size + upper.size * gap <= lower.sum / lower.size) break;
      blocks.splice(n - 2, 2, {
        from: upper.from,
        size: upper.size + lower.size,
        sum: upper.sum + lower.sum - lower.size * upper.size * gap,
      });
    }
  });
  const placed = new Array<number>(wanted.length).fill(0);
  for (const block of blocks) {
    for (let k = 0; k < block.size; k++) placed[block.from + k] = block.sum / block.size + k * gap;
  }
  for (let k = 0; k < placed.length; k++) placed[k] = Math.max(placed[k], min + k * gap);
  for (let k = placed.length - 1, last = max; k >= 0; k--, last -= gap) placed[k] = Math.min(placed[k], last);
  const result = new Array<number>(wanted.length).fill(0);
  order.forEach((index, place) => (result[index] = placed[place]));
  return result;
}

function distanceToSegment(p: Spot, a: Spot, b: Spot): number {
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  const length = dx * dx + dy * dy;
  const t = length === 0 ? 0 : Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / length));
  return Math.hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/** Distance from a box to a line; 0 where they touch. */
export function distanceToBox(box: Box, line: Polyline): number {
  let least = Number.POSITIVE_INFINITY;
  const corners = [
    { x: box.left, y: box.top },
    { x: box.right, y: box.top },
    { x: box.right, y: box.bottom },
    { x: box.left, y: box.bottom },
  ];
  for (let i = 1; i < line.length; i++) {
    const a = line[i - 1];
    const b = line[i];
    // Cheap lower bound first: most segments are far away.
    const gapX = Math.max(Math.min(a.x, b.x) - box.right, box.left - Math.max(a.x, b.x), 0);
    const gapY = Math.max(Math.min(a.y, b.y) - box.bottom, box.top - Math.max(a.y, b.y), 0);
    if (Math.hypot(gapX, gapY) >= least) continue;
    if (crosses(box, a, b)) return 0;
    for (const corner of corners) least = Math.min(least, distanceToSegment(corner, a, b));
    for (const end of [a, b]) {
      const ex = Math.max(box.left - end.x, end.x - box.right, 0);
      const ey = Math.max(box.top - end.y, end.y - box.bottom, 0);
      least = Math.min(least, Math.hypot(ex, ey));
    }
  }
  return least;
}

/** Whether a segment and a box have a point in common (clipping after Liang and Barsky). */
function crosses(box: Box, a: Spot, b: Spot): boolean {
  let enter = 0;
  let leave = 1;
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  for (const [p, q] of [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ]) {
    if (p === 0) {
      if (q < 0) return false;
    } else if (p < 0) enter = Math.max(enter, q / p);
    else leave = Math.min(leave, q / p);
  }
  return enter <= leave;
}

export function overlaps(a: Box, b: Box): boolean {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** A place for a label, and how clear it is of other lines (pixels). */
export interface Candidate {
  readonly box: Box;
  readonly clearance: number;
}

const NEAR = 5;

/**
 * Places beside its own line for a label of the given size, clearest first. A place counts only where the label is
 * nearer to its own line than to any other.
 */
export function clearSpots(
  own: Polyline,
  others: readonly Polyline[],
  size: { readonly width: number; readonly height: number },
  area: Box,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (let i = 1; i < own.length; i++) {
    const a = own[i - 1];
    const b = own[i];
    const steps = Math.max(1, Math.floor(Math.hypot(b.x - a.x, b.y - a.y) / 10));
    for (let k = 0; k < steps; k++) {
      const t = (k + 0.5) / steps;
      const x = a.x + t * (b.x - a.x);
      const y = a.y + t * (b.y - a.y);
      for (const side of [1, -1]) {
        const left = side > 0 ? x + NEAR : x - NEAR - size.width;
        const top = side > 0 ? y - size.height - 1 : y + 1;
        const box = { left, top, right: left + size.width, bottom: top + size.height };
        if (box.left < area.left || box.right > area.right || box.top < area.top || box.bottom > area.bottom)
          continue;
        const near = distanceToBox(box, own);
        if (near < 2) continue;
        let clearance = 40;
        for (const line of others) {
          clearance = Math.min(clearance, distanceToBox(box, line));
          if (clearance <= near + 2) break;
        }
        if (clearance > near + 2) found.push({ box, clearance });
      }
    }
  }
  return found.sort((a, b) => b.clearance - a.clearance);
}
