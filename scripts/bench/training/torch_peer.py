"""python torch_peer.py <size> <batch> <filters> <steps> <eager|compiled|bfloat16|compiled-bfloat16>: one JSON line"""
import contextlib
import json
import resource
import sys
import time
from pathlib import Path

import torch
from torch import nn

sys.path.insert(0, str(Path(__file__).parent.parent / "segmentation"))
from torch_unet import UNet  # noqa: E402

size, batch, filters, count = map(int, sys.argv[1:5])
kind = sys.argv[5]


device = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(1)
model = UNet(filters).to(device, memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
network = torch.compile(model) if kind.startswith("compiled") else model
images = torch.rand(batch, 1, size, size).to(device, memory_format=torch.channels_last)
masks = (torch.rand(batch, 1, size, size) < 0.1).float().to(device)
half = torch.autocast(device, torch.bfloat16) if kind.endswith("bfloat16") else contextlib.nullcontext()
times, losses = [], []
for _ in range(count):
    start = time.perf_counter()
    optimizer.zero_grad(set_to_none=True)
    with half:
        logits = network(images)
    p = torch.sigmoid(logits.float())
    loss = 1 - (2 * (masks * p).sum() + 1) / (masks.sum() + p.sum() + 1)
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
    times.append((time.perf_counter() - start) * 1000)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"times": times, "losses": losses, "peakMb": peak, "device": "gpu" if device == "cuda" else device}))
