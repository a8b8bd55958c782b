import {
  counted,
  fixed,
  short,
  thousands,
  type GradientTermsInfo,
  type InfluenceSharesInfo,
  type LossMathematicsInfo,
  type PixelInfluenceInfo,
} from '../figures';
import type { Figure } from '../types';
import type { ClaimRow } from './claim-rows';
import { blocks, code, list, paragraph, picture, section, table, type Block } from './markdown';
import type { ReportDocument } from './report';

/** A formula checked three ways. */
export interface GradientCheck {
  /** For example `Focal, by the logit, empty mask`. */
  readonly name: string;
  /** Greatest difference of the analytic gradient from the automatic one. */
  readonly automatic: number;
  /** Greatest difference of the analytic gradient from the finite difference. */
  readonly finite: number;
  /** Difference allowed. */
  readonly tolerance: number;
}

/** What the summary is written from; each part is left out where it was not computed. */
export interface MathematicalSummaryParts {
  readonly mathematics: LossMathematicsInfo;
  /** The published table and its shares. */
  readonly influence: PixelInfluenceInfo;
  readonly checks?: readonly GradientCheck[];
  /** Shares measured on real gradients. */
  readonly measured?: InfluenceSharesInfo;
  readonly terms?: GradientTermsInfo;
  /** Foreground share of the same scenes at several sizes, in [0, 1]. */
  readonly foreground?: readonly { readonly side: number; readonly share: number; readonly images: number }[];
  readonly claims?: readonly ClaimRow[];
  readonly figures?: readonly Figure[];
}

/** `MATHEMATICAL_ANALYSIS_SUMMARY.md`: the losses, the pixel table, and what real gradients say about both. */
export function mathematicalSummary(parts: MathematicalSummaryParts): ReportDocument {
  const { mathematics, figures = [] } = parts;
  const { alpha, gamma, weights } = mathematics;
  const title = 'Mathematics of the losses';
  const shown = (name: string, caption: string): Block => {
    const figure = figures.find((candidate) => candidate.name === name);
    return figure === undefined ? null : picture(figure, caption);
  };
  const markdown = blocks(
    `# ${title}`,
    section(
      2,
      'Formulas',
      code(
        [
          'Dice      L = 1 − (2 Σ yᵢpᵢ + ε) / (Σ yᵢ + Σ pᵢ + ε)',
          `Focal     L = −αₜ (1 − pₜ)^γ ln pₜ            α = ${alpha}, γ = ${gamma}`,
          `Combined  L = ${weights[0]} Dice + ${weights[1]} Focal`,
        ].join('\n'),
      ),
      code(
        [
          '∂Dice/∂pᵢ  = −2yᵢ / D + 2I / D²                with I = Σ yp, D = Σ y + Σ p, ε = 0',
          '∂Focal/∂pₜ = αₜ (γ (1 − pₜ)^(γ−1) ln pₜ − (1 − pₜ)^γ / pₜ)',
          '∂L/∂z      = p (1 − p) ∂L/∂p                    by the logit z',
        ].join('\n'),
      ),
      shown('fig6_loss_function_mathematics', 'Figure 6. What one pixel does to each loss.'),
    ),
    checksSection(parts.checks ?? []),
    section(2, 'What the formulas say', list(formulaFacts(mathematics))),
    influenceSection(parts.influence, shown),
    measuredSection(parts, shown),
    termsSection(parts, shown),
    foregroundSection(parts.foreground ?? []),
    section(
      2,
      'Published statements',
      table(
        ['Statement', 'Verdict', 'Figures'],
        (parts.claims ?? []).map(({ statement, verdict, evidence }) => [statement, verdict, evidence]),
      ),
    ),
  );
  return { file: 'MATHEMATICAL_ANALYSIS_SUMMARY.md', title, markdown: `${markdown}\n` };
}

function checksSection(checks: readonly GradientCheck[]): Block {
  const failed = checks.filter(
    ({ automatic, finite, tolerance }) => !(automatic <= tolerance && finite <= tolerance),
  );
  return section(
    2,
    'Gradients checked three ways',
    table(
      ['Formula', '>Against automatic', '>Against finite difference', '>Allowed'],
      checks.map(({ name, automatic, finite, tolerance }) => [
        name,
        size(automatic),
        size(finite),
        size(tolerance),
      ]),
    ),
    checks.length === 0
      ? null
      : failed.length === 0
        ? `All ${counted(checks.length, 'formula', 'formulas')} agree within what is allowed.`
        : `${failed.map(({ name }) => name).join(', ')}: the difference is greater than allowed.`,
  );
}

function size(value: number): string {
  return value === 0 ? '0' : value.toExponential(1);
}

function formulaFacts({
  gamma,
  focusing,
  gradient,
  p,
  weights,
  crossing,
  dice,
  sides,
}: LossMathematicsInfo): Block[] {
  const own = focusing.find((row) => row.gamma === gamma);
  const middle = p.findIndex((value) => value >= 0.5);
  const ratio = gradient.dice[middle]! / gradient.focal[middle]!;
  const change = (side: number): number =>
    Math.abs(dice.find((row) => row.side === side && row.y === 1)!.change.at(-1)!);
  const [small, large] = [sides[0]!, sides[sides.length - 1]!];
  return [
    own === undefined
      ? null
      : `The focusing factor (1 − pₜ)^${gamma} at pₜ = 0.9 is ${short(own.atNinety)}: ${short(100 * (1 - own.atNinety))} % of the loss of an easy pixel is gone.`,
    `${weights[0]} and ${weights[1]} are shares of the losses, not of the gradients: for a foreground pixel at p = 0.5 the weighted Dice term is ${short(ratio)} times the weighted Focal term.`,
    crossing === null
      ? 'One of the two terms leads at every p.'
      : `The weighted Focal term leads only below p = ${short(crossing)}, where a foreground pixel is missed almost surely.`,
    small === large
      ? null
      : `One pixel moves the Dice loss of a ${small}² image ${short(change(small) / change(large))} times as far as that of a ${large}² image; the larger image has ${short((large / small) ** 2)} times the pixels, so the sum of all its pixels’ gradients is of the same size.`,
  ];
}

function influenceSection(
  { settings, shown: name }: PixelInfluenceInfo,
  shown: (name: string, caption: string) => Block,
): Block {
  const own = settings.find((setting) => setting.name === name)!;
  const hardest = own.classes[own.classes.length - 1]!;
  return section(
    2,
    'The published pixel table',
    table(
      ['Class', '>Pixels', '>Share', '>Weight', '>Weighted share', '>Amplification'],
      own.classes.map((row) => [
        row.name,
        thousands(row.pixels),
        percent(row.share),
        short(row.weight),
        percent(row.influence),
        `${fixed(row.amplification, row.amplification < 10 ? 2 : 0)}×`,
      ]),
    ),
    paragraph(
      `At ${name}, background over ${hardest.name.toLowerCase()} is ${ratioText(own.imbalance)} by count and ${ratioText(own.weightedImbalance)} with the weights.`,
      settings.length > 1
        ? `All other pixels to background: ${settings.map((setting) => `1:${fixed(setting.ratio, 1)} at ${setting.name}`).join(', ')}.`
        : null,
      'The weights are the table’s assumption, not a measurement.',
    ),
    shown('fig7_pixel_gradient_analysis', 'Figure 7. Pixels by difficulty and their influence.'),
  );
}

function measuredSection(
  { measured }: MathematicalSummaryParts,
  shown: (name: string, caption: string) => Block,
): Block {
  if (measured === undefined) return null;
  return section(
    2,
    'Measured on real gradients',
    measured.source === '' ? null : `${measured.source}.`,
    ...measured.groups.map(({ name, rows }) =>
      section(
        3,
        name,
        table(
          ['', ...measured.classes.map((label) => `>${label}`)],
          rows.map((row) => [row.name, ...row.shares.map((share) => percent(share))]),
        ),
      ),
    ),
    shown('influence_shares', 'Shares of the gradient by class of pixel.'),
  );
}

function termsSection(
  { terms }: MathematicalSummaryParts,
  shown: (name: string, caption: string) => Block,
): Block {
  if (terms === undefined) return null;
  const leaders = [...new Set(terms.stages.map(({ leader }) => leader))];
  return section(
    2,
    'Which term leads, and when',
    table(
      ['Epochs', 'Term with the largest mean share', '>Share'],
      terms.stages.map(({ from, to, leader, share }) => [`${from} to ${to}`, leader, percent(share)]),
    ),
    leaders.length === 1
      ? `${leaders[0]!} leads in every third of the training: the run has no stages in this sense.`
      : 'The lead changes between the thirds of the training.',
    shown('gradient_terms', 'Norms of the weighted gradients, and their shares.'),
  );
}

function foregroundSection(
  foreground: readonly { readonly side: number; readonly share: number; readonly images: number }[],
): Block {
  if (foreground.length < 2) return null;
  const shares = foreground.map(({ share }) => share);
  const spread = Math.max(...shares) / Math.min(...shares);
  return section(
    2,
    'Does imbalance grow with resolution?',
    table(
      ['Size', '>Images', '>Foreground', '>Foreground : background'],
      foreground.map(({ side, share, images }) => [
        `${side}²`,
        String(images),
        percent(share, 2),
        `1:${fixed((1 - share) / share, 1)}`,
      ]),
    ),
    spread < 1.1
      ? `The same scenes have the same foreground share at every size (greatest over least ${fixed(spread, 2)}): resampling does not change the imbalance.`
      : `The foreground share differs between the sizes by a factor of ${fixed(spread, 2)}.`,
  );
}

function percent(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

function ratioText(ratio: number): string {
  return ratio >= 1
    ? `${ratio.toFixed(ratio < 10 ? 1 : 0)}:1`
    : `1:${(1 / ratio).toFixed(1 / ratio < 10 ? 1 : 0)}`;
}
