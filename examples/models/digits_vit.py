"""Trains digits-vit, a small vision transformer on the handwritten digits, and writes it with a reference.

usage: digits_vit.py OUT_DIR        needs torch, onnx and scikit-learn (for the same data that the program bundles)

Patches of 2 rows are 4 tokens of 16 pixels; one block with two heads of width 4, layer norms in front, GELU; the mean over
tokens is classified. The weights are stored in single precision; the reference widens them to double precision.
"""
import json
import sys

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch import nn

torch.manual_seed(20170306)


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(width), nn.LayerNorm(width)
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.up, self.down = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def split(self, x):
        return x.view(x.shape[0], x.shape[1], self.heads, -1).transpose(1, 2)

    def forward(self, x):
        y = self.norm1(x)
        q, k, v = self.split(self.query(y)), self.split(self.key(y)), self.split(self.value(y))
        weights = torch.softmax(q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5, -1)
        x = x + self.out((weights @ v).transpose(1, 2).reshape(x.shape))
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class Vit(nn.Module):
    def __init__(self, width=8):
        super().__init__()
        self.patch = nn.Linear(16, width)
        self.position = nn.Parameter(torch.randn(1, 4, width) * 0.1)
        self.block = Block(width, 2)
        self.norm, self.head = nn.LayerNorm(width), nn.Linear(width, 10)

    def forward(self, x):
        x = self.patch(x.view(-1, 4, 16)) + self.position
        return self.head(self.norm(self.block(x)).mean(1))


def main(folder):
    digits = load_digits()
    x, y = torch.tensor(digits.data / 16, dtype=torch.float32), torch.tensor(digits.target)
    net = Vit()
    optimizer = torch.optim.AdamW(net.parameters(), 1e-2, weight_decay=1e-4)
    for step in range(400):
        batch = torch.randint(0, len(x), (128,))
        optimizer.zero_grad()
        F.cross_entropy(net(x[batch]), y[batch]).backward()
        optimizer.step()
    net.eval()
    torch.onnx.export(net, (x[:2],), f'{folder}/digits-vit.onnx', input_names=['input'], output_names=['logits'],
                      dynamic_axes={'input': {0: 'n'}, 'logits': {0: 'n'}}, dynamo=False, opset_version=17)
    double = net.double()
    outputs = double(x.double())
    loss = F.cross_entropy(outputs, y)
    gradient = torch.autograd.grad(loss, list(double.parameters()))
    reference = {
        'name': 'digits-vit', 'samples': len(x), 'loss': loss.item(),
        'accuracy': (outputs.argmax(1) == y).double().mean().item(),
        'gradient_norm': sum((g * g).sum() for g in gradient).sqrt().item(),
        'dimension': sum(p.numel() for p in double.parameters()),
    }
    with open(f'{folder}/digits-vit.reference.json', 'w') as file:
        json.dump(reference, file, indent=1)
        file.write('\n')
    print(reference)


if __name__ == '__main__':
    torch.set_num_threads(1)
    main(sys.argv[1])
