/** How a convolution differs from 3 × 3, stride 1, without bias. */
export interface ConvOptions {
  readonly kernel?: number;
  readonly stride?: number;
  readonly bias?: boolean;
  /** Start value of the bias. */
  readonly start?: number;
}

/**
 * The layers that architectures are built from, over whatever stands for images `[n, h, w, c]` and for rows of tokens
 * `[n, t, c]`: tensors where a network is computed ({@link Layers}), nodes of a graph where it is written out for other
 * programs. So every architecture is defined once. Each layer with weights takes the name that finds them.
 */
export interface LayerSet<Image, Tokens> {
  /** 2-D convolution with `same` padding, `[n, h, w, c]` to `[n, h / stride, w / stride, filters]`. */
  conv(name: string, x: Image, filters: number, options?: ConvOptions): Image;
  /** 2 × 2 transposed convolution with stride 2 and a bias: doubles height and width. */
  up(name: string, x: Image, filters: number): Image;
  /** The model's normalisation. */
  norm(name: string, x: Image): Image;
  /** The model's normalisation, then max(x, 0). */
  normRelu(name: string, x: Image): Image;
  /** The model's dropout; nothing outside training. */
  dropout(x: Image, rate?: number): Image;
  /** 2 × 2 maximum with stride 2. */
  pool(x: Image): Image;
  /** Joins along the channels. */
  concat(...parts: Image[]): Image;
  /** Product; one of the two may have a single channel. */
  multiply(a: Image, b: Image): Image;
  sigmoid(x: Image): Image;

  relu<X extends Image | Tokens>(x: X): X;
  add<X extends Image | Tokens>(a: X, b: X): X;
  channels(x: Image | Tokens): number;

  /** One token a pixel, row by row, with its place added: {@link positionWaves}. */
  tokens(x: Image): Tokens;
  /** The inverse of {@link tokens}, but for the places: an image of the size of `like`. */
  image(tokens: Tokens, like: Image): Image;
  /** A matrix product along the channels, with bias. */
  dense(name: string, x: Tokens, filters: number): Tokens;
  /** Layer normalisation (Ba, Kiros and Hinton, 2016) over the channels. */
  layerNorm(name: string, x: Tokens): Tokens;
  /** Scaled dot-product attention of every token to all tokens of its image, in `heads` parts of the channels. */
  attention(query: Tokens, key: Tokens, value: Tokens, heads: number): Tokens;
}

/** One channel of the places that {@link LayerSet.tokens} adds: 0.1 · sin or cos of frequency × row or column. */
export interface PositionWave {
  readonly of: 'row' | 'column';
  readonly frequency: number;
  readonly wave: 'sin' | 'cos';
}

/** Sines and cosines of the row in the first half of the channels, of the column in the second, ever slower. */
export function positionWaves(channels: number): PositionWave[] {
  const half = Math.ceil(channels / 2);
  return Array.from({ length: channels }, (_, c) => {
    const k = c % half;
    return {
      of: c < half ? 'row' : 'column',
      frequency: 1 / 1000 ** ((2 * Math.floor(k / 2)) / half),
      wave: k % 2 === 0 ? 'sin' : 'cos',
    };
  });
}
