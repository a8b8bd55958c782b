"""The U-Net of this library in PyTorch: two convolutions a level, batch norm, ReLU."""
import torch
from torch import nn


def block(cin, cout):
    parts = []
    for c in (cin, cout):
        parts += [nn.Conv2d(c, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU(inplace=True)]
    return nn.Sequential(*parts)


class UNet(nn.Module):
    def __init__(self, filters, depth=4):
        super().__init__()
        widths = [filters << level for level in range(depth + 1)]
        self.depth = depth
        self.down = nn.ModuleList(block(cin, cout) for cin, cout in zip([1] + widths, widths))
        self.up = nn.ModuleList(nn.ConvTranspose2d(widths[i + 1], widths[i], 2, 2) for i in range(depth))
        self.merge = nn.ModuleList(block(2 * widths[i], widths[i]) for i in range(depth))
        self.head = nn.Conv2d(widths[0], 1, 1)

    def forward(self, x):
        skips = []
        for level, stage in enumerate(self.down):
            x = stage(x if level == 0 else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        for level in reversed(range(self.depth)):
            x = self.merge[level](torch.cat([skips[level], self.up[level](x)], 1))
        return self.head(x)
