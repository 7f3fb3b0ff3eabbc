/** Messages between the job process (or the command line) and its worker threads. Plain data, both ways. */
import type { Subject, Task, TaskAnswer } from '../core/certify/task';
import type { Split } from '../core/graph/dataset';
import type { KernelKeys } from '../core/kernel/definition';
import type { KernelBlocks } from '../core/kernel/blocks';
import type { StagePart } from '../core/kernel/parts';
import type { ArchitectureName } from '../core/kernel/registry';
import type { StripWork } from '../core/kernel/strip-work';
import type { Csr } from '../core/linalg/csr';

/** What every thread gets when it starts. */
export interface WorkerSetup {
  /** Int32: [0] is 1 once the running tasks shall end with what they have. */
  readonly stop: SharedArrayBuffer;
  /** BigInt64: [0] counts the units of work done (flip sets; finished programs). */
  readonly visited: SharedArrayBuffer;
  /** Path of highs.wasm. */
  readonly wasm: string;
  /** Path of flip.wasm; null walks in plain TypeScript. */
  readonly flip: string | null;
}

export interface KernelRequest {
  readonly adjacency: Csr;
  readonly features: Csr;
  readonly architecture: ArchitectureName;
  readonly keys: KernelKeys;
  /** Row indices; the kernel is formed once for all of them. */
  readonly splits: readonly Split[];
}

/** A kernel on its way: in parts that threads share, or whole, by one thread at the end. */
export type KernelWork =
  | { readonly type: 'strip'; readonly strip: StripWork; readonly splits: readonly Split[] }
  | { readonly type: 'whole'; readonly request: KernelRequest };

export type ToWorker =
  | {
      readonly type: 'kernel-plan';
      readonly id: number;
      readonly request: KernelRequest;
      readonly threads: number;
    }
  | {
      readonly type: 'kernel-part';
      readonly id: number;
      readonly strip: StripWork;
      readonly part: StagePart;
    }
  /** Once all parts are done. */
  | { readonly type: 'kernel'; readonly id: number; readonly work: KernelWork }
  /** What the tasks from here on are about; its large arrays lie in shared memory. */
  | { readonly type: 'subject'; readonly subject: Subject }
  | { readonly type: 'task'; readonly id: number; readonly task: Task };

export type FromWorker =
  | {
      readonly type: 'kernel-planned';
      readonly id: number;
      readonly work: KernelWork;
      /** By stage; one is begun when the one before it is done. */
      readonly parts: readonly (readonly StagePart[])[];
    }
  | { readonly type: 'kernel-part'; readonly id: number }
  | {
      readonly type: 'kernel';
      readonly id: number;
      /** One for each split. */ readonly blocks: readonly KernelBlocks[];
    }
  | { readonly type: 'answer'; readonly id: number; readonly answer: TaskAnswer }
  | { readonly type: 'error'; readonly id: number; readonly code: string; readonly message: string };
