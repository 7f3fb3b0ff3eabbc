import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The editor exists inside the editor alone; pure parts need its words and nothing else.
  resolve: { alias: { vscode: fileURLToPath(new URL('test/support/vscode.ts', import.meta.url)) } },
  test: {
    include: [
      'test/unit/**/*.test.ts',
      'test/property/**/*.test.ts',
      'test/webview/**/*.test.ts',
      'test/cli/**/*.test.ts',
      'test/faults/**/*.test.ts',
    ],
    // The library's parts that are not in its main file are ES modules by another name.
    server: { deps: { inline: [/@tensorflow\/tfjs-core\/dist\/gradients/] } },
    // The default leaves one core idle, half of a small machine.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
