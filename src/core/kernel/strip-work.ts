import { convolutionResult, convolutionStages } from './convolution-strip';
import type { ConvolutionWork } from './convolution-work';
import { filterResult, filterStages } from './filter-strip';
import type { FilterWork } from './filter-strip';
import { pointwiseResult, pointwiseStages } from './pointwise-strip';
import type { PointwiseWork } from './pointwise-strip';
import type { Stage } from './stage';
import type { KernelStrip } from './strip';

/** A strip in the making. Plain data whose large arrays lie in shared memory, so that any thread can do any part. */
export type StripWork = ConvolutionWork | FilterWork | PointwiseWork;

/** The steps to a strip, in order. */
export function stripStages(work: StripWork): Stage[] {
  switch (work.type) {
    case 'convolution':
      return convolutionStages(work);
    case 'filter':
      return filterStages(work);
    case 'pointwise':
      return pointwiseStages(work);
  }
}

/** What the steps have led to. */
export function stripResult(work: StripWork): KernelStrip {
  switch (work.type) {
    case 'convolution':
      return convolutionResult(work);
    case 'filter':
      return filterResult(work);
    case 'pointwise':
      return pointwiseResult(work);
  }
}

/** Takes all the steps in this thread. */
export function formStrip(work: StripWork): KernelStrip {
  for (const { units, run } of stripStages(work)) run(0, units);
  return stripResult(work);
}
