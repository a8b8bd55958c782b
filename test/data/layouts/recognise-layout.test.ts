import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { recogniseLayout, type Layout, type LayoutTold } from 'unetlab/data';

/** The layout of a folder that holds these files. */
function layoutOf(files: readonly string[], told?: LayoutTold): Layout {
  return recogniseLayout({ root: '/set', files: [...files].sort() }, told);
}

function numbered(count: number, name: (i: number) => string | string[]): string[] {
  return Array.from({ length: count }, (_, i) => name(i)).flat();
}

/** Every case: the files, the kind, and the first pair as `stem: image + masks`. */
const recognised: Record<string, readonly [string[], Layout['kind'], number, string]> = {
  'equal names': [
    numbered(4, (i) => [`images/a.${i}.png`, `masks/a.${i}.tif`]),
    'two-folders',
    4,
    'a.0: images/a.0.png + masks/a.0.tif',
  ],
  'a suffix': [
    numbered(4, (i) => [`images/ISIC_000${i}.jpg`, `masks/ISIC_000${i}_segmentation.png`]),
    'two-folders',
    4,
    'ISIC_0000: images/ISIC_0000.jpg + masks/ISIC_0000_segmentation.png',
  ],
  'an upper-case suffix and .gif': [
    numbered(3, (i) => [`img/car_${i}_01.jpg`, `label/car_${i}_01_MASK.gif`]),
    'two-folders',
    3,
    'car_0_01: img/car_0_01.jpg + label/car_0_01_MASK.gif',
  ],
  'a prefix on both sides': [
    numbered(3, (i) => [`Images/Image_000${i}.tif`, `Labels/Labels_000${i}.tif`]),
    'two-folders',
    3,
    '0000: Images/Image_0000.tif + Labels/Labels_0000.tif',
  ],
  'a prefix': [
    numbered(3, (i) => [`imgs/c${i}.png`, `masks/mask_c${i}.png`]),
    'two-folders',
    3,
    'c0: imgs/c0.png + masks/mask_c0.png',
  ],
  'a word within': [
    numbered(3, (i) => [`images/cell_image_0${i}.png`, `masks/cell_mask_0${i}.png`]),
    'two-folders',
    3,
    'cell_image_00: images/cell_image_00.png + masks/cell_mask_00.png',
  ],
  'words on both sides, as in a retina set': [
    numbered(3, (i) => [`training/images/2${i}_training.tif`, `training/1st_manual/2${i}_manual1.gif`]),
    'two-folders',
    3,
    '20: training/images/20_training.tif + training/1st_manual/20_manual1.gif',
  ],
  'a constant that is no known word': [
    numbered(5, (i) => [`images/Image_0${i}L.jpg`, `masks/Image_0${i}L_1stHO.png`]),
    'two-folders',
    5,
    'Image_00L: images/Image_00L.jpg + masks/Image_00L_1stHO.png',
  ],
  'train/images and a test part without masks': [
    [...numbered(3, (i) => [`train/images/${i}.png`, `train/masks/${i}.png`]), 'test/images/9.png'],
    'two-folders',
    3,
    '0: train/images/0.png + train/masks/0.png',
  ],
  'train and train_masks': [
    [...numbered(3, (i) => [`train/${i}.jpg`, `train_masks/${i}_mask.gif`]), 'test/8.jpg', 'test/9.jpg'],
    'two-folders',
    3,
    '0: train/0.jpg + train_masks/0_mask.gif',
  ],
  'input and ground truth with a task in their names': [
    numbered(3, (i) => [
      `Task1-2_Training_Input/P${i}.jpg`,
      `Task1_Training_GroundTruth/P${i}_segmentation.png`,
    ]),
    'two-folders',
    3,
    'P0: Task1-2_Training_Input/P0.jpg + Task1_Training_GroundTruth/P0_segmentation.png',
  ],
  'the same tree on both sides': [
    numbered(4, (i) => [`images/p${i % 2}/${i}.png`, `masks/p${i % 2}/${i}.png`]),
    'two-folders',
    4,
    '0: images/p0/0.png + masks/p0/0.png',
  ],
  'images at the top, masks in a folder': [
    numbered(3, (i) => [`${i}.png`, `masks/${i}.png`]),
    'two-folders',
    3,
    '0: 0.png + masks/0.png',
  ],
  'channel numbers': [
    numbered(3, (i) => [`imagesTr/case_00${i}_0000.png`, `labelsTr/case_00${i}.png`]),
    'two-folders',
    3,
    'case_000: imagesTr/case_000_0000.png + labelsTr/case_000.png',
  ],
  'one folder': [
    numbered(3, (i) => [`${i}.tif`, `${i}_cp_masks.tif`]),
    'one-folder',
    3,
    '0: 0.tif + 0_cp_masks.tif',
  ],
  'a folder a patient, image and mask beside each other': [
    numbered(6, (i) => [`TCGA_${i % 2}/TCGA_${i % 2}_${i}.tif`, `TCGA_${i % 2}/TCGA_${i % 2}_${i}_mask.tif`]),
    'one-folder',
    6,
    'TCGA_0_0: TCGA_0/TCGA_0_0.tif + TCGA_0/TCGA_0_0_mask.tif',
  ],
  'a folder a case with image and mask': [
    numbered(3, (i) => [`case${i}/image.png`, `case${i}/mask.png`]),
    'one-folder',
    3,
    'case0_image: case0/image.png + case0/mask.png',
  ],
  'two stacks beside each other': [
    ['train-volume.tif', 'train-labels.tif', 'test-volume.tif'],
    'one-folder',
    1,
    'train: train-volume.tif + train-labels.tif',
  ],
  'one stack each': [
    ['images/volume.tif', 'masks/expert.tif'],
    'two-folders',
    1,
    'volume: images/volume.tif + masks/expert.tif',
  ],
  'a folder an image, a mask file an object': [
    numbered(3, (i) => [
      `stage1/id${i}/images/id${i}.png`,
      `stage1/id${i}/masks/x.png`,
      `stage1/id${i}/masks/y.png`,
    ]),
    'folder-per-image',
    3,
    'id0: stage1/id0/images/id0.png + stage1/id0/masks/x.png, stage1/id0/masks/y.png',
  ],
  'a folder of masks for each image': [
    numbered(3, (i) => [`images/img_${i}.png`, `masks/img_${i}/1.png`, `masks/img_${i}/2.png`]),
    'two-folders',
    3,
    'img_0: images/img_0.png + masks/img_0/1.png, masks/img_0/2.png',
  ],
  'two Unicode forms and two cases': [
    ['images/Pr\u00e4parat_1.png', 'masks/Pra\u0308parat_1.png', 'images/UPPER.PNG', 'masks/upper.tif'],
    'two-folders',
    2,
    'Pr\u00e4parat_1: images/Pr\u00e4parat_1.png + masks/Pra\u0308parat_1.png',
  ],
  'an ending of two parts': [
    ['images/scan.ome.tif', 'masks/scan.png', 'images/b.ome.tiff', 'masks/b.ome.tif'],
    'two-folders',
    2,
    'b: images/b.ome.tiff + masks/b.ome.tif',
  ],
};

describe('recogniseLayout', () => {
  for (const [name, [files, kind, pairs, first]] of Object.entries(recognised))
    it(`recognises ${name}`, () => {
      const layout = layoutOf(files);
      assert.deepEqual([layout.kind, layout.pairs.length], [kind, pairs], layout.sentence);
      const [{ stem, image, masks }] = layout.pairs as [Layout['pairs'][number]];
      assert.equal(`${stem}: ${image} + ${masks.join(', ')}`, first);
    });

  it('asks where several layouts fit', () => {
    const asked: Record<string, readonly [string[], RegExp]> = {
      'several sets': [
        numbered(9, (i) => [`p${i % 3}/images/${i}.png`, `p${i % 3}/masks/${i}.png`]),
        /^3 folders, each with images\/ and masks\/ \(p0, p1, p2\); take one with -p images=p0\/images -p masks=p0\/masks, or all of them with -p images='\*\/images' -p masks='\*\/masks'$/,
      ],
      'two kinds of masks in one folder': [
        numbered(3, (i) => [`images/${i}.png`, `masks/${i}.png`, `masks/${i}_label.png`]),
        /3 images with several masks, such as images\/0\.png with masks\/0\.png and masks\/0_label\.png; choose with -p maskSuffix=none or -p maskSuffix=_label/,
      ],
      'two masks beside each image': [
        numbered(3, (i) => [`${i}.png`, `${i}_mask.png`, `${i}_seg.png`]),
        /3 images with several masks.*-p maskSuffix=_(mask|seg) or -p maskSuffix=_(mask|seg)/,
      ],
      'two folders of masks': [
        numbered(3, (i) => [
          `images/2${i}_training.tif`,
          `1st_manual/2${i}_manual1.gif`,
          `mask/2${i}_training_mask.gif`,
        ]),
        /fit each other in 2 ways; choose with -p images=images -p masks=(1st_manual|mask)/,
      ],
      'a folder of masks for each class': [
        numbered(3, (i) => [`images/${i}.png`, `masks/cells/${i}.png`, `masks/nuclei/${i}.png`]),
        /masks\/cells.*masks\/nuclei.*-p images=images -p masks=masks\/cells/,
      ],
      'two channels an image': [
        numbered(3, (i) => [`imagesTr/c${i}_0000.png`, `imagesTr/c${i}_0001.png`, `labelsTr/c${i}.png`]),
        /2 channels an image \(_0000, _0001\).*-p images='imagesTr\/\*_0000\.\*'/,
      ],
      'names that do not agree': [
        numbered(3, (i) => [`images/a${i}.png`, `masks/b${i}.png`]),
        /no image and mask have names that agree \(image a0, mask b0\).*-p maskSuffix=/,
      ],
      'folders that do not say what they hold': [
        numbered(3, (i) => [`A/${i}.png`, `B/${i}.png`]),
        /^A\/ with 3 \.png, B\/ with 3 \.png; say where the images and the masks are: -p images=… -p masks=…/,
      ],
      'images alone': [numbered(3, (i) => `images/${i}.png`), /^images but no masks: images\/ with 3 \.png/],
      'volumes alone': [
        numbered(3, (i) => [`imagesTr/c${i}_0000.nii.gz`, `labelsTr/c${i}.nii.gz`]),
        /^imagesTr\/ with 3 \.nii\.gz, labelsTr\/ with 3 \.nii\.gz; no picture that is read$/,
      ],
      nothing: [[], /^an empty folder; no picture that is read$/],
    };
    for (const [name, [files, pattern]] of Object.entries(asked)) {
      const layout = layoutOf(files);
      assert.equal(layout.kind, 'unknown', name);
      assert.match(layout.sentence, pattern, name);
    }
  });

  it('takes what it is told', () => {
    const sets = numbered(9, (i) => [`p${i % 3}/images/${i % 2}.png`, `p${i % 3}/masks/${i % 2}.png`]);
    const all = layoutOf([...new Set(sets)], { images: '*/images', masks: '*/masks' });
    assert.deepEqual(
      all.pairs.map(({ stem, folder }) => [stem, folder]),
      [
        ['p0_0', 'p0'],
        ['p0_1', 'p0'],
        ['p1_0', 'p1'],
        ['p1_1', 'p1'],
        ['p2_0', 'p2'],
        ['p2_1', 'p2'],
      ],
    );
    const one = layoutOf([...new Set(sets)], { images: 'p1/images', masks: 'p1/masks' });
    assert.deepEqual(
      one.pairs.map(({ image }) => image),
      ['p1/images/0.png', 'p1/images/1.png'],
    );
    assert.equal(
      layoutOf(
        numbered(3, (i) => [`A/${i}.png`, `B/${i}.png`]),
        { images: 'A', masks: 'B' },
      ).pairs.length,
      3,
    );
    const two = numbered(3, (i) => [`images/${i}.png`, `masks/${i}.png`, `masks/${i}_label.png`]);
    assert.deepEqual(layoutOf(two, { maskSuffix: '_label' }).pairs[0]!.masks, ['masks/0_label.png']);
    assert.deepEqual(layoutOf(two, { maskSuffix: 'none' }).pairs[0]!.masks, ['masks/0.png']);
    const channels = numbered(3, (i) => [
      `imagesTr/c${i}_0000.png`,
      `imagesTr/c${i}_0001.png`,
      `labelsTr/c${i}.png`,
    ]);
    assert.deepEqual(
      layoutOf(channels, { images: 'imagesTr/*_0001.*' }).pairs[0]!.image,
      'imagesTr/c0_0001.png',
    );
    assert.match(
      layoutOf(two, { images: 'pictures' }).sentence,
      /^no pictures at images=pictures; found images\/ with 3 \.png/,
    );
    assert.match(
      layoutOf(['a.png', 'a_mask.png'], { maskSuffix: '_seg' }).sentence,
      /no mask whose name ends in _seg has an image; say where/,
    );
    const several = ['a.png', 'a_mask.png', 'b.png', 'b_mask.png', 'b_mask_1.png', 'c.png', 'c_mask.png'];
    assert.match(
      layoutOf(several).leftOut[0]!.reason,
      /^2 masks fit: b_mask\.png, b_mask_1\.png; choose with -p maskSuffix=_mask, or unite them with -p maskSuffix='_mask\*'$/,
    );
    assert.deepEqual(
      layoutOf(several, { maskSuffix: '_mask*' }).pairs.map(({ masks }) => masks.length),
      [1, 2, 1],
    );
  });

  it('names what is left out and counts what is passed over', () => {
    const layout = layoutOf([
      'images/a.png',
      'masks/a.png',
      'images/b.png',
      'images/b.tif',
      'masks/b.png',
      'images/c.png',
      'masks/d.png',
      'images/notes.txt',
      'images/case_001_0000.nii.gz',
      'images/e.czi',
      'README',
      'thumbnails/a.png',
      'images/f.json',
    ]);
    assert.deepEqual(
      layout.leftOut.map(({ stem, reason }) => `${stem}: ${reason}`),
      [
        'b: 2 files for one image: images/b.png, images/b.tif',
        'c: no mask of this name',
        'd: no image of this name',
      ],
    );
    assert.deepEqual(layout.passedOver.map(({ what, count }) => `${count} ${what}`).sort(), [
      '1 .czi',
      '1 .json',
      '1 .nii.gz',
      '1 .txt',
      '1 no ending',
      '1 thumbnails/',
    ]);
    assert.match(layout.passedOver.find(({ what }) => what === '.czi')!.advice!, /^export it as \.tif/);
  });
});
