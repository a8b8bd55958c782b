/**
 * The colours of every figure. The qualitative ones are Okabe and Ito's (2008, "Color Universal Design"), which
 * stay apart under all common forms of colour blindness; yellow is left out because it vanishes on white.
 */
export const qualitative = [
  '#0072B2', // blue
  '#D55E00', // vermillion
  '#009E73', // bluish green
  '#CC79A7', // reddish purple
  '#E69F00', // orange
  '#56B4E9', // sky blue
  '#000000', // black
] as const;

/** Named roles, so that one colour means one thing everywhere. */
export const colours = {
  text: '#24292f',
  muted: '#57606a',
  faint: '#afb8c1',
  grid: '#e7eaee',
  paper: '#ffffff',
  main: '#0072B2',
  contrast: '#D55E00',
  good: '#009E73',
  best: '#D55E00',
  neutral: '#8c959f',
} as const;

/** Low to high, perceptually even, readable in grey: viridis (van der Walt and Smith, 2015), 9 stops. */
export const sequentialScale: [number, string][] = [
  [0, '#440154'],
  [0.125, '#472d7b'],
  [0.25, '#3b528b'],
  [0.375, '#2c728e'],
  [0.5, '#21918c'],
  [0.625, '#28ae80'],
  [0.75, '#5ec962'],
  [0.875, '#addc30'],
  [1, '#fde725'],
];

/** The same for what is better lower: the good end is bright. */
export const reversedScale: [number, string][] = sequentialScale
  .map(([at, colour]): [number, string] => [1 - at, colour])
  .reverse();

/** Negative to positive through white: the palette's blue and vermillion as the ends. */
export const divergingScale: [number, string][] = [
  [0, '#0072B2'],
  [0.25, '#7fb8d8'],
  [0.5, '#ffffff'],
  [0.75, '#eaae7f'],
  [1, '#D55E00'],
];

/** The colour of series number `index`, from 0; the palette starts over after seven. */
export function seriesColour(index: number): string {
  return qualitative[index % qualitative.length]!;
}

/** `#rrggbb` with an opacity in [0, 1], as Plotly's `rgba(…)`. */
export function translucent(colour: string, opacity: number): string {
  const value = Number.parseInt(colour.slice(1), 16);
  return `rgba(${value >> 16},${(value >> 8) & 255},${value & 255},${opacity})`;
}
