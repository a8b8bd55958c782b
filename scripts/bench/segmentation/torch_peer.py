"""python torch_peer.py <task.json>: trains the same network on the same pictures with PyTorch; one JSON line"""
import json
import sys
import time
from pathlib import Path

import numpy
import torch

sys.path.insert(0, str(Path(__file__).parent))
from torch_unet import UNet  # noqa: E402

task = json.loads(Path(sys.argv[1]).read_text())
side, batch, seed = task["side"], task["batch"], task["seed"]


def pictures(part):
    pixels = part["height"] * part["width"]
    raw = numpy.fromfile(part["file"], numpy.uint8).reshape(part["count"], pixels * 5)
    shape = (part["count"], part["height"], part["width"])
    images = raw[:, : 4 * pixels].copy().view(numpy.float32).reshape(shape)
    return images, raw[:, 4 * pixels :].reshape(shape).astype(numpy.float32)


def crop(image, mask, random):
    y, x = (random.integers(0, n - side + 1) for n in image.shape)
    both = numpy.stack([image[y : y + side, x : x + side], mask[y : y + side, x : x + side]])
    both = numpy.rot90(both, random.integers(4), (1, 2))
    return both[:, :, ::-1] if random.integers(2) else both


def loss_of(logits, truth):
    p = torch.sigmoid(logits)
    dice = 1 - (2 * (truth * p).sum() + 1) / (truth.sum() + p.sum() + 1)
    if task["loss"] == "dice":
        return dice
    return 0.5 * dice + 0.5 * torch.nn.functional.binary_cross_entropy_with_logits(logits, truth)


torch.manual_seed(seed)
random = numpy.random.default_rng(seed)
images, masks = pictures(task["train"])
model = UNet(task["filters"], task["depth"]).to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=task["learningRate"])
start, updates = time.perf_counter(), 0
for _ in range(task["epochs"]):
    order = random.permutation(numpy.repeat(numpy.arange(len(images)), task["perImage"]))
    for at in range(0, len(order), batch):
        crops = numpy.stack([crop(images[i], masks[i], random) for i in order[at : at + batch]])
        x = torch.from_numpy(crops[:, :1].copy()).to(memory_format=torch.channels_last)
        optimizer.zero_grad(set_to_none=True)
        loss_of(model(x), torch.from_numpy(crops[:, 1:].copy())).backward()
        optimizer.step()
        updates += 1
seconds = time.perf_counter() - start
model.eval()
scores = []
with torch.no_grad():
    for image, mask in zip(*pictures(task["heldOut"])):
        found = (model(torch.from_numpy(image[None, None].copy())) > 0).numpy()[0, 0]
        scores.append(float((found & (mask > 0)).sum() / (found | (mask > 0)).sum()))
print(json.dumps({"scores": scores, "updates": updates, "seconds": seconds}))
