"""Trainings with one fault put in, and healthy ones, as plain torch loops: what people write, with their mistakes."""

from __future__ import annotations

import torch

F = torch.nn.functional


def make(seed, rows, features=12, classes=4, noise=0.3):
    """Classes in curved regions: a small net learns them to some nine in ten."""
    g = torch.Generator().manual_seed(1234)
    centers = torch.randn(classes * 3, features, generator=g) * 1.3
    g = torch.Generator().manual_seed(seed)
    which = torch.randint(0, classes * 3, (rows,), generator=g)
    x = centers[which] + torch.randn(rows, features, generator=g) * (0.6 + noise)
    return x, which % classes


class Net(torch.nn.Module):
    def __init__(self, features=12, classes=4, width=64, depth=2, activation=torch.nn.ReLU, dropout=0.0, last=None):
        super().__init__()
        layers, size = [], features
        for _ in range(depth):
            layers += [torch.nn.Linear(size, width), activation()]
            if dropout:
                layers.append(torch.nn.Dropout(dropout))
            size = width
        self.body = torch.nn.Sequential(*layers)
        self.head = torch.nn.Linear(size, classes)
        self.last = last

    def forward(self, x):
        x = self.head(self.body(x))
        return x if self.last is None else self.last(x)


class Training:
    """A training by its settings; what is not said is usual."""

    def __init__(self, **settings):
        self.settings = dict(lr=2e-3, epochs=30, batch=32, rows=800, val_rows=400, optimizer="adam", width=64, depth=2, seed=5, zero_grad=True, shuffle=True)
        self.settings.update(settings)

    def __call__(self, watch):
        s = self.settings
        torch.manual_seed(s["seed"])
        x, y = make(s["seed"], s["rows"])
        vx, vy = make(s["seed"] + 1, s["val_rows"])
        for change in s.get("data", ()):
            x, y, vx, vy = change(x, y, vx, vy)
        one_unit = s.get("one_unit", False)
        classes = 1 if one_unit else int(max(y.max(), vy.max())) + 1
        cost = _binary if one_unit else F.cross_entropy
        named = (lambda out: (out[:, 0] > 0.5).long()) if one_unit else (lambda out: out.argmax(1))
        net = Net(x.shape[1], classes, s["width"], s["depth"], s.get("activation", torch.nn.ReLU), s.get("dropout", 0.0), s.get("last"))
        for change in s.get("model", ()):
            change(net)
        parameters = [p for p in net.parameters() if p.requires_grad]
        optimizer = torch.optim.Adam(parameters, lr=s["lr"], weight_decay=s.get("weight_decay", 0.0)) if s["optimizer"] == "adam" else torch.optim.SGD(parameters, lr=s["lr"], momentum=s.get("momentum", 0.0))
        data = torch.utils.data.TensorDataset(x, y)
        loader = torch.utils.data.DataLoader(data, s["batch"], shuffle=s["shuffle"])
        val = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(vx, vy), 128)
        feed, val_feed = s.get("feed", lambda v: v), s.get("val_feed", s.get("feed", lambda v: v))
        with watch(net, optimizer, train_dataset=loader, val_dataset=val, num_epochs=s["epochs"]) as run:
            for _ in range(s["epochs"]):
                net.train()
                total = right = seen = 0.0
                for a, b in loader:
                    if s["zero_grad"]:
                        optimizer.zero_grad()
                    out = net(feed(a))
                    loss = cost(out, b)
                    loss.backward()
                    optimizer.step()
                    total += loss.item() * len(b)
                    right += (named(out) == b).sum().item()
                    seen += len(b)
                if not s.get("val_train_mode"):
                    net.eval()
                val_total = val_right = val_seen = 0.0
                with torch.no_grad():
                    for a, b in val:
                        out = net(val_feed(a))
                        val_total += cost(out, b).item() * len(b)
                        val_right += (named(out) == b).sum().item()
                        val_seen += len(b)
                run.log(train_loss=total / seen, train_accuracy=right / seen, val_loss=val_total / val_seen, val_accuracy=val_right / val_seen)
        return run


def _binary(out, target):
    return F.binary_cross_entropy(out[:, 0].clamp(1e-7, 1 - 1e-7), target.float())


def two_classes(x, y, vx, vy):
    return x, y % 2, vx, vy % 2


def shuffled_labels(x, y, vx, vy):
    return x, y[torch.randperm(len(y))], vx, vy


def noisy_labels(x, y, vx, vy):
    wrong = torch.rand(len(y)) < 0.4
    return x, torch.where(wrong, torch.randint(0, 4, y.shape), y), vx, vy


def leaked(x, y, vx, vy):
    vx, vy = vx.clone(), vy.clone()
    vx[: len(vx) // 2], vy[: len(vy) // 2] = x[: len(vx) // 2], y[: len(vy) // 2]
    return x, y, vx, vy


def raw(x, y, vx, vy):
    return x * 80 + 300, y, vx * 80 + 300, vy


def drifted(x, y, vx, vy):
    return x, y, vx * 1.2 + 1.8, vy


def imbalanced(x, y, vx, vy):
    keep, val_keep = (y == 0) | (torch.rand(len(y)) < 0.04), (vy == 0) | (torch.rand(len(vy)) < 0.04)
    return x[keep], y[keep], vx[val_keep], vy[val_keep]


def sorted_rows(x, y, vx, vy):
    order = y.argsort()
    return x[order], y[order], vx, vy


def duplicated(x, y, vx, vy):
    few = len(x) // 10
    return x[:few].repeat(10, 1), y[:few].repeat(10), vx, vy


def target_leak(x, y, vx, vy):
    return torch.cat([x, y[:, None].float() * 3], 1), y, torch.cat([vx, torch.randint(0, 4, (len(vx), 1)).float() * 3], 1), vy


def freeze_body(net):
    for p in net.body.parameters():
        p.requires_grad = False


def freeze_all_but_bias(net):
    for name, p in net.named_parameters():
        p.requires_grad = name == "head.bias"


def huge_weights(net):
    for p in net.parameters():
        if p.dim() > 1:
            p.data.mul_(25)


def tiny_weights(net):
    for p in net.parameters():
        p.data.mul_(0.01 if p.dim() > 1 else 0)


def zero_weights(net):
    for p in net.parameters():
        p.data.zero_()


def dead_bias(net):
    for layer in net.body:
        if isinstance(layer, torch.nn.Linear):
            layer.bias.data.fill_(-6.0)


FAULTS = {
    "learning_rate_too_high": Training(lr=0.5),
    "learning_rate_too_high sgd": Training(lr=3.0, optimizer="sgd"),
    "learning_rate_too_low": Training(lr=4e-6),
    "learning_rate_too_high nan": Training(lr=1e8, optimizer="sgd"),
    "weak_optimizer": Training(lr=1e-3, optimizer="sgd"),
    "missing_zero_grad": Training(zero_grad=False, lr=5e-3),
    "missing_zero_grad sgd": Training(zero_grad=False, lr=5e-2, optimizer="sgd"),
    "frozen_layers": Training(model=[freeze_body], depth=3),
    "frozen_layers all": Training(model=[freeze_all_but_bias]),
    "redundant_softmax": Training(last=lambda v: v.softmax(1)),
    "wrong_final_activation": Training(last=torch.relu, lr=5e-3),
    "wrong_final_activation sigmoid": Training(last=torch.sigmoid),
    "bad_initialization": Training(model=[huge_weights]),
    "bad_initialization tiny": Training(model=[tiny_weights], depth=4, activation=torch.nn.Tanh, optimizer="sgd", lr=0.05),
    "wrong_final_activation one unit": Training(data=[two_classes], one_unit=True, last=lambda v: v.softmax(1)),
    "bad_initialization zero": Training(model=[zero_weights]),
    "wrong_activation": Training(activation=torch.nn.Sigmoid, depth=6),
    "dying_relu": Training(model=[dead_bias], lr=2e-4),
    "unnormalized_inputs": Training(data=[raw]),
    "corrupted_labels": Training(data=[shuffled_labels]),
    "label_noise": Training(data=[noisy_labels]),
    "split_leakage": Training(data=[leaked], epochs=60, rows=300),
    "preprocessing_mismatch": Training(feed=lambda v: v, val_feed=lambda v: v * 20 + 10),
    "evaluation_in_train_mode": Training(val_train_mode=True, dropout=0.6),
    "feature_drift": Training(data=[drifted]),
    "class_imbalance": Training(data=[imbalanced], rows=1500, val_rows=1500),
    "missing_shuffle": Training(data=[sorted_rows], shuffle=False, lr=1e-2),
    "duplicate_samples": Training(data=[duplicated]),
    "target_leakage": Training(data=[target_leak]),
    "excessive_regularization": Training(dropout=0.9),
    "excessive_regularization decay": Training(weight_decay=0.5),
    "insufficient_epochs": Training(epochs=4, lr=3e-4),
    "batch_size_too_large": Training(batch=800, lr=1e-3),
    "overfitting": Training(rows=120, width=512, epochs=120),
}
HEALTHY = {
    "healthy one unit": Training(data=[two_classes], one_unit=True, last=torch.sigmoid, rows=3000, epochs=20),
    "healthy": Training(lr=1e-3, rows=3000, epochs=14, dropout=0.2),
    "healthy sgd": Training(lr=0.05, momentum=0.9, optimizer="sgd", rows=3000, epochs=20, seed=9),
}
