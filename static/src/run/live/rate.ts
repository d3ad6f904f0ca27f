/** The slider of a learning rate: the exponent of ten. */
export const SLIDER = { min: -6, max: 0, step: 0.05 } as const;

/** Where a rate stands on the slider. */
export function sliderOf(rate: number): number {
  const exponent = rate > 0 ? Math.log10(rate) : SLIDER.min;
  const place = Math.round(exponent / SLIDER.step) * SLIDER.step;
  return Number(Math.max(SLIDER.min, Math.min(SLIDER.max, place)).toFixed(2));
}

/** The rate at a place of the slider, to two figures. */
export function rateOf(place: number): number {
  return Number((10 ** place).toPrecision(2));
}
