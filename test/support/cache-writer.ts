/**
 * One of several processes at one cache: writes and reads the same few entries over and over, and prints how many it
 * read whole. Whoever reads something else than what is written there ends with 1.
 *
 *     node cache-writer.mjs FOLDER ROUNDS
 */
import { DiskCache } from '../../src/jobs/cache/disk';

const [folder, rounds] = process.argv.slice(2);
const nameOf = (k: number): string => `kernel-${String(k).repeat(64)}`;
/** Of one name always the same, and large enough not to be written at one go. */
const contentOf = (k: number): Uint8Array => new Uint8Array(300_000 + k).fill(k);

const disk = new DiskCache({ folder, maxBytes: 1_000_000 }, (reason) => {
  throw new Error(reason);
});
let whole = 0;
for (let round = 0; round < Number(rounds); round++) {
  const k = round % 5;
  const read = await disk.read(nameOf(k));
  if (read !== null) {
    const expected = contentOf(k);
    if (read.length !== expected.length || !read.every((byte, i) => byte === expected[i])) process.exit(1);
    whole++;
  }
  await disk.write(nameOf((round * 3) % 5), contentOf((round * 3) % 5));
}
console.log(whole);
