import { defineConfig } from 'vitest/config';

// One workbench is shared by all checks, in the order in which they are written.
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['**/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
    // The workbench answers when it can.
    expect: { poll: { timeout: 20_000, interval: 100 } },
  },
});
