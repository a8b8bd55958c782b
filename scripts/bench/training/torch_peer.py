"""python torch_peer.py <size> <batch> <filters> <steps> <eager|compiled|bfloat16|compiled-bfloat16>: one JSON line"""
import contextlib
import json
import resource
import sys
import time

import torch
from torch import nn

size, batch, filters, count = map(int, sys.argv[1:5])
kind = sys.argv[5]


def block(cin, cout):
    parts = []
    for c in (cin, cout):
        parts += [nn.Conv2d(c, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True)]
    return nn.Sequential(*parts)


class UNet(nn.Module):
    def __init__(self):
        super().__init__()
        widths = [filters << level for level in range(5)]
        self.down = nn.ModuleList(block(cin, cout) for cin, cout in zip([1] + widths, widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(widths[i + 1], widths[i], 2, 2) for i in range(4))
        self.merge = nn.ModuleList(block(2 * widths[i], widths[i]) for i in range(4))
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        skips = []
        for level, stage in enumerate(self.down):
            x = stage(x if level == 0 else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        for level in reversed(range(4)):
            x = self.merge[level](torch.cat([skips[level], self.up[level](x)], 1))
        return self.head(x)


torch.manual_seed(1)
model = UNet().to(memory_format=torch.channels_last)
optimizer = torch.optim.Adam(model.parameters(), lr=1e-4)
network = torch.compile(model) if kind.startswith("compiled") else model
images = torch.rand(batch, 1, size, size).to(memory_format=torch.channels_last)
masks = (torch.rand(batch, 1, size, size) < 0.1).float()
half = torch.autocast("cpu", torch.bfloat16) if kind.endswith("bfloat16") else contextlib.nullcontext()
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
print(json.dumps({"times": times, "losses": losses, "peakMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))
