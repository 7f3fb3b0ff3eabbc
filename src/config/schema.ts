import schemaText from '../../schemas/experiment.schema.json';
import type { KeyPath } from '../core/errors';

/** The parts of JSON Schema that the experiment's schema uses. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly description?: string;
  /** What it is in mathematics, as Markdown. */
  readonly formula?: string;
  /** Where the paper has it, in words. */
  readonly paper?: string;
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly if?: Schema;
  readonly then?: Schema;
  readonly else?: Schema;
}

/** Schema of `*.flipcert.yaml`: one source for validation, hover, completion and other editors. */
export const experimentSchema: Schema = schemaText as Schema;

/** The schema itself and, where it chooses by the type of the value, its branches. */
export function alternatives(schema: Schema): Schema[] {
  const name = schema.$ref?.replace('#/$defs/', '');
  const own = name === undefined ? schema : (experimentSchema.$defs?.[name] ?? {});
  return [
    own,
    ...[own.then, own.else].flatMap((branch) => (branch === undefined ? [] : alternatives(branch))),
  ];
}

/** The schemas that may apply at a path. */
export function schemasAt(path: KeyPath): Schema[] {
  let schemas = alternatives(experimentSchema);
  for (const step of path) {
    schemas = schemas.flatMap((schema) => {
      if (typeof step === 'number') return schema.items === undefined ? [] : alternatives(schema.items);
      const property = Object.hasOwn(schema.properties ?? {}, step) ? schema.properties?.[step] : undefined;
      if (property !== undefined) return alternatives(property);
      return typeof schema.additionalProperties === 'object' ? alternatives(schema.additionalProperties) : [];
    });
  }
  return schemas;
}

/** What the schema says about a key. */
export function describe(path: KeyPath): string | null {
  return schemasAt(path).find(({ description }) => description !== undefined)?.description ?? null;
}

/** The description with what the schema knows of the mathematics, as Markdown. */
export function explain(path: KeyPath): string | null {
  const schemas = schemasAt(path);
  const description = schemas.find((schema) => schema.description !== undefined)?.description;
  if (description === undefined) return null;
  const formula = schemas.find((schema) => schema.formula !== undefined)?.formula;
  const paper = schemas.find((schema) => schema.paper !== undefined)?.paper;
  return [description, formula, paper === undefined ? undefined : `*${paper}*`]
    .filter((part) => part !== undefined)
    .join('\n\n');
}

/** Whether what may stand at a path depends on its type, so that no single list of values tells the whole. */
export function isUnion(path: KeyPath): boolean {
  return schemasAt(path).some((schema) => schema.if !== undefined);
}
