import type {
  Certificate,
  CertificateStatus,
  CollectiveLevel,
  LabelFlip,
  NodeRadius,
} from '../../core/certify/certificate';
import type { CertifyOptions } from '../../core/certify/certification';
import type { Subject } from '../../core/certify/task';
import { digestOf } from '../../prepare/digest';
import type { Part } from '../../prepare/digest';
import { jsonBytes, jsonOf } from '../../report/shapes/json';
import {
  isFinite,
  isInterval,
  isText,
  isTruth,
  listOf,
  objectOf,
  oneOf,
  optional,
  orNull,
  whole,
} from '../../report/shapes/shape';
import type { Shape } from '../../report/shapes/shape';

/**
 * Key of the certificate of a problem: every number that the problem consists of, and what is asked about it. Where the
 * kernel and the labels came from makes no difference.
 */
export function certificateKey(code: string, subject: Subject, options: CertifyOptions): string {
  const { m, tests, Q, R, testDiagonal, C, flippable, stationary } = subject.problem;
  const { sign, correct } = subject.view;
  const { sampleWise, collective, levels, method } = options;
  return digestOf([
    'certificate',
    code,
    subject.type,
    ...(subject.type === 'binary' ? [subject.problem.y] : multiclassParts(subject)),
    ...[m, tests, C, Q, R, testDiagonal, flippable],
    stationary === undefined ? null : JSON.stringify(stationary),
    ...[sign, correct],
    ...[sampleWise, collective, method, Int32Array.from(levels)],
  ]);
}

function multiclassParts({ problem, predicted }: Subject & { readonly type: 'multiclass' }): Part[] {
  return [problem.labels, problem.classes, predicted];
}

/** A certificate as JSON, which keeps every finite number as it is. */
interface Written {
  readonly predicted: readonly number[];
  readonly decisions: readonly number[];
  readonly sampleWise: Certificate['sampleWise'];
  readonly collective: Certificate['collective'];
}

export function certificateBytes({ predicted, decisions, sampleWise, collective }: Certificate): Uint8Array {
  const written: Written = { predicted: [...predicted], decisions: [...decisions], sampleWise, collective };
  return jsonBytes(written);
}

/** Null where it is not a certificate that answers these questions about this problem. */
export function certificateFrom(
  bytes: Uint8Array,
  subject: Subject,
  options: CertifyOptions,
): Certificate | null {
  const { m, tests } = subject.problem;
  const classes = subject.type === 'binary' ? 2 : subject.problem.classes;
  const written = jsonOf(bytes, certificateShape(m, tests, classes, options.levels));
  if (written === null) return null;
  const { predicted, decisions, sampleWise, collective } = written;
  const asked = collective.levels.every(({ flips }, k) => flips === options.levels[k]);
  if (!asked || !sampleWise.nodes.every(isConsistent)) return null;
  return {
    predicted: Int32Array.from(predicted),
    decisions: Float64Array.from(decisions),
    sampleWise,
    collective,
  };
}

const isStatus: Shape<CertificateStatus> = oneOf<CertificateStatus>('exact', 'bracket');

function certificateShape(
  m: number,
  tests: number,
  classes: number,
  levels: readonly number[],
): Shape<Written> {
  const most = Math.max(0, ...levels);
  const isFlip = objectOf<LabelFlip>({ labelled: whole(0, m - 1), to: whole(0, classes - 1) });
  const isSet = orNull(listOf(isFlip));
  const isRadius = objectOf<NodeRadius>({
    safe: whole(0, most),
    breaking: orNull(whole(1, most)),
    witness: isSet,
    tie: isTruth,
    interval: optional(isInterval),
  });
  const count = whole(0, tests);
  const isLevel = objectOf<CollectiveLevel>({
    flips: whole(0, most),
    changed: count,
    witness: isSet,
    changedAtMost: count,
    correctChanged: count,
    correctChangedAtMost: count,
  });
  const told = { status: isStatus, method: isText, seconds: isFinite };
  return objectOf<Written>({
    predicted: listOf(whole(0, classes - 1), tests),
    decisions: listOf(isFinite, tests),
    sampleWise: objectOf<Certificate['sampleWise']>({ ...told, nodes: listOf(isRadius, tests) }),
    collective: objectOf<Certificate['collective']>({ ...told, levels: listOf(isLevel, levels.length) }),
  });
}

/** A set that breaks a prediction is larger than any that is safe, and as large as it is said to be. */
function isConsistent({ safe, breaking, witness }: NodeRadius): boolean {
  if (breaking === null || witness === null) return breaking === null && witness === null;
  return breaking > safe && witness.length === breaking;
}
