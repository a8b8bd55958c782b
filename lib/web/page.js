// The page that finds and counts objects in a picture. Runs in a browser, alone: `ort` is ONNX Runtime Web, `objects` the
// library's own ways of telling objects apart; both are put into the page beside this file.
const { ort, objects } = globalThis;
const $ = (id) => document.getElementById(id);
const settings = JSON.parse($('settings').textContent);
const { preparation, prediction } = settings;
/** Above this many pixels a picture is cut into tiles even where the network's own settings do not ask for it. */
const WHOLE = 1536 * 1536;

ort.env.wasm.wasmBinary = bytesOf('wasm').buffer;
ort.env.wasm.numThreads = 1; // more would need headers that a plain server does not send
const session = ort.InferenceSession.create(bytesOf('network'), { executionProviders: ['wasm'] });
session.catch((error) => {
  refuse(`The network cannot be started in this browser: ${error.message}`);
});

/** The picture at work: its pixels, and what the network says of them. */
let current = null;
let turn = 0;

for (const kind of ['dragenter', 'dragover', 'dragleave', 'drop'])
  addEventListener(kind, (event) => {
    event.preventDefault();
    document.body.classList.toggle('over', kind === 'dragenter' || kind === 'dragover');
    if (kind === 'drop' && event.dataTransfer.files.length > 0) show(event.dataTransfer.files[0]);
  });
$('file').addEventListener('change', ({ target }) => {
  if (target.files.length > 0) show(target.files[0]);
  target.value = '';
});
$('another').addEventListener('click', () => $('file').click());
$('opacity').addEventListener('input', ({ target }) => ($('overlay').style.opacity = target.value));
$('threshold').addEventListener('input', () => count());
$('back').addEventListener('click', () => {
  $('threshold').value = prediction.threshold;
  count();
});
$('table').addEventListener('click', () => save(new Blob([table()], { type: 'text/csv' }), 'objects.csv'));
$('mask').addEventListener('click', () => maskPicture().toBlob((blob) => save(blob, 'mask.png')));
$('threshold').value = prediction.threshold;

async function show(file) {
  const mine = (turn += 1);
  $('problem').hidden = true;
  $('panel').hidden = true;
  try {
    busy('reading the picture', null);
    const picture = await read(file);
    $('drop').hidden = true;
    $('view').hidden = false;
    const { height, width } = picture;
    for (const id of ['picture', 'overlay']) Object.assign($(id), { height, width });
    $('picture').getContext('2d').putImageData(picture.shown, 0, 0);
    const started = performance.now();
    const probability = await predict(
      picture,
      (share) => busy('looking for objects', share),
      () => mine !== turn,
    );
    if (probability === null) return; // another picture came
    current = { ...picture, name: file.name, probability, seconds: (performance.now() - started) / 1000 };
    $('busy').hidden = true;
    $('panel').hidden = false;
    count();
  } catch (error) {
    if (mine === turn) refuse(error.message);
  }
}

/** Height, width, channels and intensities of a file, and how it is shown. */
async function read(file) {
  const deep = await objects.readDeepPng(new Uint8Array(await file.arrayBuffer()));
  const needsDeep = settings.takes === 'uint16';
  if (needsDeep && deep === null)
    throw new Error(
      `${file.name}: this network knows intensities up to ${preparation.intensity.high}, and a browser reads 8 bits; give a 16-bit PNG.`,
    );
  if (!needsDeep && deep !== null)
    throw new Error(
      `${file.name} has 16 bits, and this network was trained on pictures of 8 bits: what its levels mean there is not known. Save it with 8 bits, in the contrast of the training pictures.`,
    );
  if (deep !== null) return { ...deep, shown: shownDeep(deep) };
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' };
  const bitmap = await createImageBitmap(file, options).catch(() => {
    const tiff = /\.tiff?$/i.test(file.name) ? ' Browsers do not read TIFF: save it as PNG.' : '';
    throw new Error(`${file.name} is no picture that this browser reads.${tiff}`);
  });
  const { height, width } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const shown = context.getImageData(0, 0, width, height);
  return { height, width, channels: 4, data: shown.data, shown };
}

function shownDeep({ height, width, channels, data }) {
  const { low, high } = preparation.intensity;
  const shown = new ImageData(width, height);
  for (let i = 0; i < height * width; i += 1)
    for (let c = 0; c < 4; c += 1) {
      const value = data[i * channels + (channels >= 3 ? Math.min(c, 2) : 0)];
      shown.data[4 * i + c] = c === 3 ? 255 : (255 * (value - low)) / (high - low);
    }
  return shown;
}

/** Probability of foreground, row by row; in overlapping tiles where the picture is large. Null where it is called off. */
async function predict(picture, onShare, isOff) {
  const { height, width } = picture;
  const { size, overlap } = tiling(picture);
  const [tileHeight, tileWidth] = [Math.min(size, height), Math.min(size, width)];
  const [tops, lefts] = [starts(height, tileHeight, overlap), starts(width, tileWidth, overlap)];
  const sum = new Float32Array(height * width);
  const weights = new Float32Array(height * width);
  let done = 0;
  for (const top of tops)
    for (const left of lefts) {
      onShare(done / (tops.length * lefts.length));
      await new Promise((resolve) => setTimeout(resolve, 20)); // lets the page be drawn
      if (isOff()) return null;
      const map = await run(picture, top, left, tileHeight, tileWidth);
      for (let y = 0; y < tileHeight; y += 1)
        for (let x = 0; x < tileWidth; x += 1) {
          const edge = Math.min(y, x, tileHeight - 1 - y, tileWidth - 1 - x) + 1;
          const i = (top + y) * width + left + x;
          sum[i] += edge * map[y * tileWidth + x];
          weights[i] += edge;
        }
      done += 1;
    }
  return sum.map((value, i) => value / weights[i]);
}

function tiling({ height, width }) {
  const whole = { size: Math.max(height, width), overlap: 0 };
  if (preparation.size.kind !== 'native') return whole; // the network brings the whole picture to its size
  const { tiles } = prediction;
  if (tiles) return { size: tiles.size, overlap: tiles.overlap ?? Math.floor(tiles.size / 4) };
  return height * width > WHOLE ? { size: 1024, overlap: 256 } : whole;
}

function starts(length, tile, overlap) {
  const result = [];
  for (let start = 0; start + tile < length; start += tile - overlap) result.push(start);
  return [...result, length - tile];
}

async function run({ width, channels, data }, top, left, height, tileWidth) {
  const area = height * tileWidth;
  const planes = new Float32Array(channels * area);
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < tileWidth; x += 1, i += 1)
      for (let c = 0; c < channels; c += 1)
        planes[c * area + i] = data[((top + y) * width + left + x) * channels + c];
  const image = new ort.Tensor('float32', planes, [1, channels, height, tileWidth]);
  const { probability } = await (await session).run({ image });
  return probability.data;
}

/** Counts with the threshold that is set, and shows what it finds. */
function count() {
  const threshold = Number($('threshold').value);
  const { height, width, probability } = current;
  const mask = Uint8Array.from(probability, (p) => (p >= threshold ? 1 : 0));
  const { labels, found } = objects.find(probability, mask, height, width, settings);
  Object.assign(current, { mask, labels, found, threshold });
  const covered = mask.reduce((total, value) => total + value, 0) / mask.length;
  const areas = found.filter(({ area }) => area).map(({ area }) => Math.sqrt((4 * area) / Math.PI));
  $('name').textContent = `${current.name}, ${width} × ${height} px`;
  $('count').textContent = found.length.toLocaleString('en');
  $('covered').textContent = `${(100 * covered).toPrecision(3)} %`;
  $('sizes').hidden = areas.length === 0;
  $('diameter').textContent = areas.length > 0 ? `${median(areas).toPrecision(3)} px` : '';
  $('from').textContent = threshold.toFixed(2);
  $('changed').hidden = Math.abs(threshold - prediction.threshold) < 0.005;
  $('how').textContent = `${settings.objectText}. ${current.seconds.toFixed(1)} s.`;
  draw();
}

/** Foreground tinted, each object in a colour of its own, with a line around it; discs as rings. */
function draw() {
  const { height, width, mask, labels, found } = current;
  const image = new ImageData(width, height);
  const colours = [
    [255, 140, 0],
    [0, 190, 255],
    [140, 220, 60],
    [255, 90, 160],
    [190, 140, 255],
    [255, 220, 60],
  ];
  for (let y = 0, i = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, i += 1) {
      const label = labels === null ? mask[i] : labels[i];
      if (label === 0) continue;
      const edge =
        (x > 0 && (labels ?? mask)[i - 1] !== label) ||
        (x < width - 1 && (labels ?? mask)[i + 1] !== label) ||
        (y > 0 && (labels ?? mask)[i - width] !== label) ||
        (y < height - 1 && (labels ?? mask)[i + width] !== label);
      image.data.set([...colours[label % colours.length], edge ? 255 : 110], 4 * i);
    }
  const context = $('overlay').getContext('2d');
  context.clearRect(0, 0, width, height);
  context.putImageData(image, 0, 0);
  if (labels === null) {
    context.fillStyle = '#fff';
    context.strokeStyle = '#000';
    for (const { x, y } of found) {
      context.beginPath();
      context.arc(x + 0.5, y + 0.5, Math.max(1.5, width / 500), 0, 2 * Math.PI);
      context.stroke();
      context.fill();
    }
  }
  $('overlay').style.opacity = $('opacity').value;
}

function table() {
  const { found, labels, height, width } = current;
  const head = labels === null ? 'label,x,y' : 'label,x,y,area_px,diameter_px,touches_edge';
  const atEdge = new Set();
  if (labels !== null)
    for (let i = 0; i < labels.length; i += 1) {
      const [x, y] = [i % width, Math.floor(i / width)];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) atEdge.add(labels[i]);
    }
  const rows = found.map(({ x, y, area }, i) => {
    const place = `${i + 1},${x.toFixed(2)},${y.toFixed(2)}`;
    if (labels === null) return place;
    return `${place},${area},${Math.sqrt((4 * area) / Math.PI).toFixed(2)},${atEdge.has(i + 1) ? 1 : 0}`;
  });
  return `${[head, ...rows].join('\n')}\n`;
}

function maskPicture() {
  const { height, width, mask } = current;
  const canvas = Object.assign(document.createElement('canvas'), { height, width });
  const image = new ImageData(width, height);
  mask.forEach((value, i) => image.data.set([255 * value, 255 * value, 255 * value, 255], 4 * i));
  canvas.getContext('2d').putImageData(image, 0, 0);
  return canvas;
}

function save(blob, name) {
  const stem = current.name.replace(/\.[^.]*$/, '');
  const link = Object.assign(document.createElement('a'), {
    href: URL.createObjectURL(blob),
    download: `${stem}-${name}`,
  });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

function busy(text, share) {
  $('busy').hidden = false;
  $('doing').textContent = text;
  if (share === null) $('progress').removeAttribute('value');
  else $('progress').value = share;
}

function refuse(message) {
  $('busy').hidden = true;
  $('problem').textContent = message;
  $('problem').hidden = false;
}

function median(values) {
  return values.sort((a, b) => a - b)[values.length >> 1];
}

/** The bytes that a block of the page holds as base 64; the text is let go. */
function bytesOf(id) {
  const text = atob($(id).textContent);
  $(id).textContent = '';
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i);
  return bytes;
}
