import type { Architecture } from './architecture';
import { gcn } from './gcn';
import { mlp } from './mlp';
import { sgc } from './sgc';

/** Every architecture by the name it has in a configuration. A new one is a file and a line here. */
export const architectures = { gcn, sgc, mlp } as const satisfies Readonly<Record<string, Architecture>>;

export type ArchitectureName = keyof typeof architectures;
