/** Long enough for the next key press of a quick hand. */
const LONGEST_MS = 60;
const SHORTEST_MS = 15;
/** Pause and work together, with room for what lies between the editor and the server. */
const WITHIN_MS = 110;

/** How long to wait for the next key press: the longer the last check took, the sooner the next one begins. */
export function pauseAfter(lastMs: number): number {
  return Math.min(LONGEST_MS, Math.max(SHORTEST_MS, WITHIN_MS - 1.5 * lastMs));
}
