import { checkField, recipeField, type FieldValue } from '../../recipes';
import { plainName } from './parameter-names';
import type { SpaceFile } from './space-file';
import { nodeText, type YamlNode } from './yaml-tree';

/** Names that people give to values, by field: what `key` makes of them → what a recipe says. */
const spellings: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  architecture: spelled({
    unet: 'unet u_net vanilla_unet basic_unet classic_unet standard_unet simple_unet',
    'attention-unet':
      'attention_unet attention_u_net att_unet att_u_net attunet attu_net attentionunet unet_attention',
    'attention-resunet':
      'attention_resunet attention_res_unet attention_residual_unet att_resunet att_res_unet attresunet attentionresunet res_att_unet resattunet attention_res_u_net',
    'residual-unet': 'residual_unet residual_u_net res_unet res_u_net resunet resu_net residualunet',
    'unet++': 'unet++ u_net++ unet_plus_plus unetplusplus unetpp unet_pp nested_unet nestedunet unet_2_plus',
    'trans-unet': 'trans_unet trans_u_net transunet',
  }),
  loss: spelled({
    dice: 'dice dice_loss diceloss soft_dice soft_dice_loss',
    focal: 'focal focal_loss focalloss binary_focal binary_focal_loss binary_focal_crossentropy',
    combined:
      'combined combined_loss dice_focal dice_focal_loss focal_dice focal_dice_loss dice_plus_focal dice+focal',
    bce: 'bce bce_loss bceloss binary_crossentropy binary_cross_entropy bce_with_logits bce_with_logits_loss bcewith_logits_loss bcewithlogitsloss',
    'dice-bce':
      'dice_bce dice_bce_loss dice_bceloss bce_dice bce_dice_loss bcedice bcedice_loss bcediceloss dice_plus_bce bce_plus_dice dice+bce bce+dice dicebce dicebceloss',
    tversky: 'tversky tversky_loss tverskyloss',
    'focal-tversky': 'focal_tversky focal_tversky_loss focaltversky focaltverskyloss',
    'dice-boundary': 'dice_boundary dice_boundary_loss boundary_dice boundary_dice_loss',
  }),
  'model.norm': spelled({
    batch: 'batch batch_norm batchnorm bn batch_norm2d batchnorm2d batch_norm_2d batch_normalization',
    group: 'group group_norm groupnorm gn group_normalization',
    none: 'none no false off',
  }),
  'config.schedule.kind': spelled({
    constant: 'constant none no fixed off',
    cosine:
      'cosine cosine_annealing cosine_annealing_lr cosineannealing cosineannealinglr cosine_annealinglr cosine_decay cos',
  }),
  'config.precision': spelled({
    float32: 'float32 fp32 32 32_true single full',
    bfloat16: 'bfloat16 bf16 bf16_mixed bf16_true',
  }),
  'config.monitor': spelled({
    valJaccard: 'val_jaccard val_iou',
    valJaccardSoft: 'val_jaccard_soft',
    valDice: 'val_dice',
  }),
};

/** Words that PyYAML, which W&B reads files with, takes for yes and no. */
const yes = ['yes', 'on', 'y', 'true'];
const no = ['no', 'off', 'n', 'false'];

/**
 * One value as the field takes it; refused with file and line where it does not.
 *
 * @param name as the file calls the parameter
 */
export function parameterValue(file: SpaceFile, path: string, name: string, node: YamlNode): FieldValue {
  const given = scalarOf(file, path, name, node);
  return file.at(node.line, () => checkField(path, spelledValue(path, given)), prefix(path, name));
}

/** A number as the field takes it, for the ends of ranges. */
export function checkedNumber(
  file: SpaceFile,
  path: string,
  name: string,
  value: number,
  line: number,
): number {
  return Number(file.at(line, () => checkField(path, value), prefix(path, name)));
}

/** Where a file calls a field by another name, messages say so. */
function prefix(path: string, name: string): string {
  return path === name ? '' : `${name}: `;
}

function spelledValue(path: string, value: FieldValue): FieldValue {
  const field = recipeField(path);
  if (typeof value === 'string' && field?.kind === 'boolean') {
    const word = value.toLowerCase();
    return yes.includes(word) ? true : no.includes(word) ? false : value;
  }
  const nothing = value === null || /^(?:none|null|~)$/i.test(String(value));
  if (nothing && field?.kind === 'number') return field.or?.includes(null) === true ? null : value;
  const known = spellings[path];
  if (known === undefined) return value;
  return known[plainName(value === null ? 'none' : String(value))] ?? value;
}

/** The value itself; of `[256, 256]` and `256x256` the side, where the field is a size. */
function scalarOf(file: SpaceFile, path: string, name: string, node: YamlNode): FieldValue {
  const sides =
    node.kind === 'list'
      ? node.items.map((item) => (item.kind === 'scalar' ? Number(item.value) : NaN))
      : node.kind === 'scalar' &&
          typeof node.value === 'string' &&
          /^\s*\(?\d+\s*[x×,]\s*\d+\)?\s*$/i.test(node.value)
        ? (node.value.match(/\d+/g) ?? []).map(Number)
        : null;
  if (sides === null && node.kind === 'scalar') return node.value;
  if (sides?.length === 2 && (path === 'size' || path === 'patch.side')) {
    if (sides[0] === sides[1]) return sides[0]!;
    const rule =
      path === 'size' ? 'size is the longer side, and images keep their shape' : 'patches are square';
    return file.fail(node.line, `${name} cannot be ${nodeText(node)}; ${rule}: write ${Math.max(...sides)}`);
  }
  return file.fail(node.line, `${name} cannot be ${nodeText(node)}; it takes one value`);
}

function spelled(names: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([value, words]) => words.split(' ').map((word) => [word, value])),
  );
}
