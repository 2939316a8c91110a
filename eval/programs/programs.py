"""Programs with one published kind of fault, the same programs repaired, and healthy trainings of settings drawn at random.

    python3 programs.py RUNS            trains all of them, recorded by the package of this repository into RUNS/<set>/<name>
    python3 programs.py RUNS dense      one set alone: dense, nets, random or unseen

Needs torch, numpy and scikit-learn (its data sets alone). What a name ends in says what is right of it: "-faulty-<seed>" or "-repaired-<seed>".
score.py holds the results of `deepfix analyze` against that. The data are those of scikit-learn or made here; nothing is downloaded.
"""

import contextlib
import io
import os
import pathlib
import random
import sys

import numpy as np
import torch
from sklearn import datasets
from torch import nn

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "python" / "src"))
import deepfix  # noqa: E402

F = nn.functional
ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "linear": nn.Identity, "leaky": nn.LeakyReLU, "elu": nn.ELU}
LAST = {"none": None, "softmax": lambda v: v.softmax(1), "sigmoid": torch.sigmoid, "relu": torch.relu, "tanh": torch.tanh}


def standard(values):
    return ((values - values.mean(0)) / (values.std(0) + 1e-9)).astype("f4")


def of_sklearn(load, raw):
    data = load()
    return (data.data.astype("f4") if raw else standard(data.data)), data.target


def digits(raw):
    data = datasets.load_digits()
    return (data.data * 16 if raw else data.data / 16).astype("f4"), data.target


def cancer(raw):
    return of_sklearn(datasets.load_breast_cancer, raw)


def iris(raw):
    return of_sklearn(datasets.load_iris, raw)


def wine(raw):
    return of_sklearn(datasets.load_wine, raw)


def diabetes(raw):
    x, y = of_sklearn(datasets.load_diabetes, raw=False)
    return x, y.astype("f4") if raw else standard(y)


def sine(raw):
    x = np.random.RandomState(1).uniform(-5, 5, (800, 1)).astype("f4")
    return x, np.sin(x[:, 0]).astype("f4")


def square(raw):
    x = np.random.RandomState(1).uniform(-1, 1, (1000, 1)).astype("f4") * (10 if raw else 1)
    return x, x[:, 0] ** 2


def xor(raw):
    r = np.random.RandomState(3)
    bits = r.randint(0, 2, (400, 2))
    return (bits + r.normal(0, 0.15, bits.shape)).astype("f4"), bits[:, 0] ^ bits[:, 1]


def circles(raw):
    x, y = datasets.make_circles(1000, noise=0.1, factor=0.4, random_state=1)
    return x.astype("f4"), y


def moons(raw):
    x, y = datasets.make_moons(800, noise=0.2, random_state=1)
    return (x * 500 + 1000 if raw else x).astype("f4"), y


def linear(raw):
    r = np.random.RandomState(2)
    x = r.normal(0, 1, (600, 5)).astype("f4")
    return x, (x @ np.array([1, -2, 0.5, 3, 0]) + r.normal(0, 0.2, 600)).astype("f4")


def house(raw):
    x, y = datasets.make_friedman1(1200, noise=0.5, random_state=4)
    return ((x * 1000).astype("f4"), (y * 10000).astype("f4")) if raw else (standard(x), standard(y))


def smooth(raw):
    x, y = datasets.make_friedman2(1500, noise=60, random_state=8)
    return standard(x), standard(y)


def planes(raw):
    x, y = datasets.make_regression(900, 12, n_informative=8, noise=20, random_state=3)
    return standard(x), standard(y)


def hard(raw):
    x, y = datasets.make_classification(1500, 20, n_informative=8, n_classes=4, class_sep=0.8, random_state=5)
    return standard(x), y


def uneven(raw):
    x, y = datasets.make_classification(2000, 12, n_informative=6, weights=[0.8, 0.2], random_state=6)
    return standard(x), y


def record(folder, net, optimizer, train, val, epochs, cost, right=None, evaluates=True, clears=True):
    """Trains as people do, recorded from within; what it prints is thrown away."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        with deepfix.watch(net, optimizer, train_dataset=train, val_dataset=val, num_epochs=epochs, offline_mode=True, offline_dir=folder) as run:
            for _ in range(epochs):
                net.train()
                seen = passed(net, train, cost, right, optimizer, clears)
                if evaluates:
                    net.eval()
                with torch.no_grad():
                    unseen = passed(net, val, cost, right)
                run.log(**{f"train_{k}": v for k, v in seen.items()}, **{f"val_{k}": v for k, v in unseen.items()})


def passed(net, loader, cost, right, optimizer=None, clears=True):
    """One pass over the rows: mean loss, and the share of right answers where answers are right or wrong."""
    loss = hits = rows = 0
    for inputs, targets in loader:
        if optimizer and clears:
            optimizer.zero_grad()
        outputs = net(inputs)
        value = cost(outputs, targets)
        if optimizer:
            value.backward()
            optimizer.step()
        loss += value.item() * len(targets)
        rows += len(targets)
        if right:
            hits += right(outputs, targets)
    return {"loss": loss / rows, **({"accuracy": hits / rows} if right else {})}


def loaders(x, y, vx, vy, batch, val_batch=256, shuffle=True):
    pair = lambda a, b: torch.utils.data.TensorDataset(torch.tensor(a), torch.tensor(b))
    return torch.utils.data.DataLoader(pair(x, y), batch, shuffle=shuffle), torch.utils.data.DataLoader(pair(vx, vy), val_batch)


class Dense(nn.Module):
    def __init__(self, features, hidden, outputs, act, last, dropout, bn):
        super().__init__()
        layers, size = [], features
        for width in hidden:
            layers += [nn.Linear(size, width), *([nn.BatchNorm1d(width)] if bn else []), ACTIVATIONS[act](), *([nn.Dropout(dropout)] if dropout else [])]
            size = width
        self.body = nn.Sequential(*layers, nn.Linear(size, outputs))
        self.last = LAST[last]
        # As Keras begins.
        weigh(self, lambda weight: nn.init.xavier_uniform_(weight))

    def forward(self, x):
        x = self.body(x)
        return self.last(x) if self.last else x


def weigh(net, begin):
    for layer in net.modules():
        if isinstance(layer, nn.Linear):
            begin(layer.weight)
            nn.init.zeros_(layer.bias)


BEGIN = {"tiny": lambda w: nn.init.normal_(w, 0, 0.001), "big": lambda w: nn.init.normal_(w, 0, 3.0), "zero": lambda w: nn.init.zeros_(w)}
ONE_UNIT = ("bce1", "softmax1", "mse1")


def costs(loss, classes):
    """Losses by the names that Keras gives them; probabilities are cut as it cuts them."""
    cut = lambda v: v.clamp(1e-7, 1 - 1e-7)
    one_hot = lambda b: F.one_hot(b, classes).float()
    binary = lambda o, b: F.binary_cross_entropy(cut(o[:, 0]), b.float())
    return {
        "ce": F.cross_entropy,
        "ce_soft": lambda o, b: F.nll_loss(torch.log(o.clamp(1e-7, 1)), b),
        "bce1": binary,
        "softmax1": binary,
        "mse1": lambda o, b: F.mse_loss(o[:, 0], b.float()),
        "mse_onehot": lambda o, b: F.mse_loss(o, one_hot(b)),
        "bce_onehot": lambda o, b: F.binary_cross_entropy(cut(o), one_hot(b)),
        "mse": lambda o, b: F.mse_loss(o[:, 0], b),
        "mae": lambda o, b: F.l1_loss(o[:, 0], b),
    }[loss]


def dense(folder, seed, data=digits, raw=False, hidden=(64,), act="relu", last="none", loss="ce", opt="adam", lr=None, momentum=0.0, batch=32, epochs=20, dropout=0.0, bn=False, init=None, wd=0.0, rows=None, freeze=False):
    torch.manual_seed(seed)
    x, y = data(raw)
    order = np.random.RandomState(0).permutation(len(x))[:rows]
    cut = int(len(order) * 0.75)
    is_regression = y.dtype.kind == "f"
    y = y.astype("f4" if is_regression else "i8")
    classes = 1 if is_regression else int(y.max()) + 1
    net = Dense(x.shape[1], hidden, 1 if is_regression or loss in ONE_UNIT else classes, act, last, dropout, bn)
    if init:
        weigh(net, BEGIN[init])
    if freeze:
        for parameter in list(net.parameters())[:-2]:
            parameter.requires_grad = False
    trained = [p for p in net.parameters() if p.requires_grad]
    optimizer = {
        "sgd": lambda: torch.optim.SGD(trained, lr=lr or 0.01, momentum=momentum, weight_decay=wd),
        "adam": lambda: torch.optim.Adam(trained, lr=lr or 1e-3, weight_decay=wd),
        "rmsprop": lambda: torch.optim.RMSprop(trained, lr=lr or 1e-3),
        "adadelta": lambda: torch.optim.Adadelta(trained, lr=lr or 1e-3),
    }[opt]()
    answered = (lambda o: (o[:, 0] > 0.5).long()) if loss in ONE_UNIT else (lambda o: o.argmax(1))
    right = None if is_regression else lambda o, b: (answered(o) == b).sum().item()
    seen, unseen = order[:cut], order[cut:]
    record(folder, net, optimizer, *loaders(x[seen], y[seen], x[unseen], y[unseen], batch), epochs, costs(loss, classes), right)


SIGMOID = dict(last="sigmoid", loss="bce1")
DENSE = {
    "softmax_one_unit": (dict(data=cancer, hidden=(16, 8), last="softmax", loss="softmax1"), dict(data=cancer, hidden=(16, 8), **SIGMOID)),
    "relu_before_bce": (dict(data=moons, hidden=(32,), last="relu", loss="bce1", epochs=40), dict(data=moons, hidden=(32,), epochs=120, lr=3e-3, **SIGMOID)),
    "mse_on_classes": (dict(data=circles, hidden=(16,), loss="mse1", opt="sgd", epochs=30), dict(data=circles, hidden=(16,), lr=0.01, epochs=60, **SIGMOID)),
    "mse_on_one_hot": (dict(last="softmax", loss="mse_onehot", opt="sgd"), dict(last="softmax", loss="ce_soft", epochs=25)),
    "sigmoid_before_ce": (dict(last="sigmoid", epochs=25), dict(epochs=25)),
    "softmax_before_ce": (dict(last="softmax", epochs=25), dict(epochs=30, hidden=(128,))),
    "raw_digits_sgd": (dict(raw=True, opt="sgd", hidden=(64, 64)), dict(opt="sgd", lr=0.1, momentum=0.9, hidden=(64, 64), epochs=30)),
    "raw_digits_adam": (dict(raw=True, epochs=25), dict(lr=2e-3, epochs=25)),
    "raw_moons": (dict(data=moons, raw=True, hidden=(32,), epochs=40, **SIGMOID), dict(data=moons, hidden=(32,), lr=0.01, epochs=60, **SIGMOID)),
    "raw_house": (dict(data=house, raw=True, loss="mse", hidden=(32,), epochs=40), dict(data=house, loss="mse", hidden=(32,), epochs=60, lr=3e-3)),
    "raw_house_nan": (dict(data=house, raw=True, loss="mse", opt="sgd", hidden=(32,)), dict(data=house, loss="mse", lr=5e-3, epochs=60)),
    "xor_low_rate": (dict(data=xor, hidden=(8,), act="tanh", opt="sgd", epochs=40, **SIGMOID), dict(data=xor, hidden=(8,), act="tanh", lr=0.03, epochs=60, **SIGMOID)),
    "xor_linear": (dict(data=xor, hidden=(8,), act="linear", lr=0.03, epochs=60, **SIGMOID), dict(data=xor, hidden=(16,), lr=0.02, epochs=60, **SIGMOID)),
    "sigmoid_on_sine": (dict(data=sine, hidden=(64, 64), last="sigmoid", loss="mse", epochs=80, lr=3e-3), dict(data=sine, hidden=(64, 64), loss="mse", epochs=150, lr=5e-3)),
    "tanh_on_square": (dict(data=square, raw=True, hidden=(32, 32), last="tanh", loss="mse", epochs=60), dict(data=square, hidden=(32, 32), loss="mse", epochs=80, lr=3e-3)),
    "linear_high_rate": (dict(data=linear, hidden=(), loss="mse", opt="sgd", lr=1.5), dict(data=linear, hidden=(), loss="mse", opt="sgd", lr=0.02, epochs=30)),
    "digits_high_rate": (dict(lr=0.3), dict(lr=3e-3, epochs=25)),
    "adadelta_low_rate": (dict(opt="adadelta"), dict(opt="adadelta", lr=1.0, epochs=30)),
    "eight_sigmoids": (dict(hidden=(64,) * 8, act="sigmoid", epochs=25), dict(hidden=(64,) * 3, epochs=25)),
    "four_sigmoids_sgd": (dict(hidden=(64,) * 4, act="sigmoid", opt="sgd", lr=0.1, epochs=30), dict(hidden=(64, 64), opt="sgd", lr=0.1, momentum=0.9, epochs=30)),
    "zero_weights": (dict(hidden=(64, 64), init="zero"), dict(hidden=(64, 64), lr=2e-3)),
    "tiny_weights": (dict(hidden=(64,) * 4, init="tiny", opt="sgd", lr=0.05, momentum=0.9, epochs=25), dict(hidden=(64, 64), opt="sgd", lr=0.05, momentum=0.9, epochs=30)),
    "big_weights": (dict(hidden=(64, 64), init="big", epochs=25), dict(hidden=(96,), epochs=25, lr=2e-3)),
    "three_epochs": (dict(epochs=3, batch=64, hidden=(32,)), dict(epochs=40, hidden=(32,))),
    "full_batch": (dict(batch=2000, epochs=25), dict(epochs=30, lr=2e-3)),
    "two_units": (dict(hidden=(2,), epochs=60, lr=5e-3), dict(hidden=(32,), epochs=30, lr=3e-3)),
    "heavy_dropout": (dict(hidden=(64,) * 3, dropout=0.8, epochs=30), dict(hidden=(128,), dropout=0.3, epochs=50, lr=2e-3)),
    "heavy_decay": (dict(wd=0.3, epochs=30), dict(wd=1e-4, epochs=30, lr=2e-3)),
    "few_rows": (dict(data=diabetes, hidden=(256, 256), loss="mse", epochs=150, rows=160), dict(data=iris, hidden=(16,), epochs=60, lr=5e-3)),
    "bce_on_one_hot": (dict(data=iris, last="softmax", loss="bce_onehot", opt="sgd", lr=0.001, hidden=(8,), epochs=40), dict(data=iris, lr=0.02, hidden=(8,), epochs=50)),
    "relu_on_negative": (dict(data=linear, hidden=(16,), last="relu", loss="mse", epochs=50, lr=3e-3), dict(data=linear, hidden=(32,), loss="mse", epochs=60, lr=5e-3)),
    "frozen": (dict(hidden=(16,) * 3, freeze=True, epochs=30), dict(hidden=(32, 32), epochs=40)),
}


def shapes():
    r = np.random.RandomState(0)
    x, y = r.normal(0, 0.25, (1500, 1, 12, 12)).astype("f4"), r.randint(0, 4, 1500)
    for image, kind in zip(x[:, 0], y):
        a, b = r.randint(2, 9, 2)
        if kind == 0:
            image[a, :] += 1
        elif kind == 1:
            image[:, b] += 1
        elif kind == 2:
            image[a - 1 : a + 2, b - 1 : b + 2] += 1
        else:
            for k in range(-2, 3):
                image[(a + k) % 12, (b + k) % 12] += 1
    return x, y


def waves():
    r = np.random.RandomState(0)
    y, t = r.randint(0, 3, 1500), np.arange(16)
    return np.stack([np.sin((0.4, 0.9, 1.6)[kind] * t + r.rand() * 6) + r.normal(0, 0.3, 16) for kind in y])[:, :, None].astype("f4"), y


def words():
    r = np.random.RandomState(0)
    y, x = r.randint(0, 2, 1600), r.randint(20, 200, (1600, 20))
    for row, kind in zip(x, y):
        count = r.randint(1, 4)
        row[r.choice(20, count, False)] = r.randint(0, 10, count) + 10 * kind
    return x, y


class Convolutions(nn.Module):
    def __init__(self, size, classes, bn=False, dropout=0.0):
        super().__init__()
        block = lambda a, b: [nn.Conv2d(a, b, 3, padding=1), *([nn.BatchNorm2d(b)] if bn else []), nn.ReLU(), nn.MaxPool2d(2)]
        self.body = nn.Sequential(*block(1, 16), *block(16, 32))
        self.head = nn.Sequential(nn.Flatten(), nn.Linear(32 * (size // 4) ** 2, 64), nn.ReLU(), nn.Dropout(dropout), nn.Linear(64, classes))

    def forward(self, x):
        return self.head(self.body(x))


class Recurrent(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body, self.head = nn.GRU(1, 32, batch_first=True), nn.Linear(32, classes)

    def forward(self, x):
        return self.head(self.body(x)[0][:, -1])


class Embedded(nn.Module):
    def __init__(self, classes):
        super().__init__()
        self.body, self.head = nn.Embedding(200, 16), nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, classes))

    def forward(self, x):
        return self.head(self.body(x).mean(1))


class Softmax(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x).softmax(1)


def images():
    data = datasets.load_digits()
    return data.images[:, None].astype("f4") / 16, data.target


NETS = {
    "digits": (images, lambda classes, **k: Convolutions(8, classes, **k)),
    "shapes": (shapes, lambda classes, **k: Convolutions(12, classes, **k)),
    "waves": (waves, lambda classes: Recurrent(classes)),
    "words": (words, lambda classes: Embedded(classes)),
}


def other(folder, seed, data, lr=2e-3, opt="adam", momentum=0.9, batch=32, epochs=20, rows=None, clears=True, shuffle=True, evaluates=True, labels=None, scale=1.0, shift=0.0, val_scale=1.0, wd=0.0, freeze=False, init=None, copies=False, leak=False, uneven=False, softmax=False, **model):
    torch.manual_seed(seed)
    r = np.random.RandomState(seed)
    load, make = NETS[data]
    x, y = load()
    order = r.permutation(len(x))[:rows]
    cut = int(0.75 * len(order))
    x, y, vx, vy = x[order[:cut]], y[order[:cut]], x[order[cut:]].copy(), y[order[cut:]].copy()
    classes = int(max(y.max(), vy.max())) + 1
    if uneven:
        kept, val_kept = (y == 0) | (r.rand(len(y)) < 0.04), (vy == 0) | (r.rand(len(vy)) < 0.04)
        x, y, vx, vy = x[kept], y[kept], vx[val_kept], vy[val_kept]
    if copies:
        few = len(x) // 10
        x, y = np.concatenate([x[:few]] * 10), np.concatenate([y[:few]] * 10)
    if leak:
        half = len(vx) // 2
        vx[:half], vy[:half] = x[:half], y[:half]
    if labels == "shuffled":
        y = y[r.permutation(len(y))]
    if labels == "noisy":
        y = np.where(r.rand(len(y)) < 0.35, r.randint(0, classes, len(y)), y)
    if not shuffle:
        by_class = np.argsort(y, kind="stable")
        x, y = x[by_class], y[by_class]
    if data != "words":
        x, vx = (x * scale + shift).astype("f4"), (vx * scale * val_scale + shift).astype("f4")
    net = make(classes, **model)
    for name, parameter in net.named_parameters():
        if init and parameter.dim() > 1:
            parameter.data.mul_(init)
        parameter.requires_grad = not (freeze and name.startswith("body"))
    net = Softmax(net) if softmax else net
    trained = [p for p in net.parameters() if p.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=lr, weight_decay=wd) if opt == "adam" else torch.optim.SGD(trained, lr=lr, momentum=momentum, weight_decay=wd)
    right = lambda o, b: (o.argmax(1) == b).sum().item()
    record(folder, net, optimizer, *loaders(x, y.astype("i8"), vx, vy.astype("i8"), batch, 128, shuffle), epochs, F.cross_entropy, right, evaluates, clears)


OTHER = {
    "high_rate": dict(lr=0.3),
    "low_rate": dict(lr=2e-6),
    "plain_descent": dict(opt="sgd", lr=1e-3, momentum=0.0),
    "softmax_before_ce": dict(softmax=True),
    "gradients_kept": dict(clears=False),
    "sorted_rows": dict(shuffle=False),
    "shuffled_labels": dict(labels="shuffled"),
    "noisy_labels": dict(labels="noisy", epochs=40),
    "heavy_decay": dict(wd=0.3),
    "full_batch": dict(batch=4000),
    "three_epochs": dict(epochs=3, lr=3e-4),
    "few_rows": dict(rows=90, epochs=120),
    "tiny_weights": dict(init=0.005, opt="sgd", lr=0.05),
    "big_weights": dict(init=20.0),
    "uneven_classes": dict(uneven=True),
    "shared_rows": dict(leak=True),
    "copied_rows": dict(copies=True),
}
OF_NUMBERS = {"raw_inputs": dict(scale=100.0, shift=300.0), "scaled_validation": dict(val_scale=20.0), "frozen": dict(freeze=True)}
OF_IMAGES = {"heavy_dropout": dict(dropout=0.85), "evaluated_in_training": dict(dropout=0.6, evaluates=False, epochs=30)}
HEALTHY_IMAGES = {"batchnorm": dict(bn=True), "dropout": dict(dropout=0.25, epochs=30)}


def others():
    for data in NETS:
        usual = dict(lr=5e-3) if data == "waves" else {}
        faults = {**OTHER, **(OF_NUMBERS if data != "words" else {}), **(OF_IMAGES if data in ("digits", "shapes") else {})}
        yield from ((f"{fault}.{data}-faulty-0", data, {**usual, **settings}) for fault, settings in faults.items())
        healthy = {"usual": {}, **(HEALTHY_IMAGES if data in ("digits", "shapes") else {})}
        yield from ((f"{name}.{data}-repaired-0", data, {**usual, **settings}) for name, settings in healthy.items())


def drawn(seed, count):
    """Usual settings of a usual net on any data set: nobody meant a fault."""
    r = random.Random(seed)
    numbers = (planes, smooth, house, sine, linear, diabetes)
    for i in range(count):
        data = r.choice([digits, cancer, iris, wine, planes, hard, uneven, smooth, house, moons, circles, sine, linear, diabetes])
        pairs = [("mse", "none"), ("mse", "none"), ("mae", "none")] if data in numbers else [("ce", "none")] + ([("bce1", "sigmoid")] if data in (cancer, uneven, moons, circles) else [])
        loss, last = r.choice(pairs)
        opt = r.choice(["adam", "adam", "sgd", "rmsprop"])
        lr = r.choice({"adam": [1e-3, 2e-3, 3e-3, 5e-3], "sgd": [0.02, 0.05, 0.1], "rmsprop": [1e-3, 2e-3]}[opt])
        settings = dict(
            data=data, loss=loss, last=last, opt=opt, lr=lr, momentum=0.9 if opt == "sgd" else 0.0, batch=r.choice([16, 32, 64]), epochs=r.choice([25, 40, 60, 100]),
            hidden=r.choice([(32,), (64,), (64, 32), (64, 64), (128, 64)]), act=r.choice(["relu", "relu", "tanh", "leaky", "elu"]), dropout=r.choice([0.0, 0.0, 0.0, 0.1, 0.2, 0.3]),
            wd=r.choice([0.0, 0.0, 1e-5, 1e-4]) if opt != "rmsprop" else 0.0, bn=r.random() < 0.2,
        )
        yield f"{data.__name__}.{seed}.{i}-repaired-{i}", settings


def drawn_nets(seed, healthy):
    """Usual settings of the other nets, and each of their faults twice on top of such."""
    r = random.Random(seed)

    def usual(data):
        opt = r.choice(["adam", "adam", "sgd"])
        settings = dict(opt=opt, lr=r.choice({"adam": [1e-3, 2e-3, 5e-3], "sgd": [0.02, 0.05, 0.1]}[opt]), batch=r.choice([16, 32, 64]), epochs=r.choice([15, 25, 40]))
        return {**settings, **(dict(bn=r.random() < 0.3, dropout=r.choice([0.0, 0.0, 0.2, 0.4])) if data in ("digits", "shapes") else {})}

    for i in range(healthy):
        data = r.choice(list(NETS))
        yield f"net_{data}.{seed}.{i}-repaired-{i}", data, usual(data)
    for i, (fault, settings) in enumerate({**OTHER, **OF_NUMBERS, **OF_IMAGES}.items()):
        for again in (0, 1):
            data = r.choice([n for n in NETS if (fault not in OF_NUMBERS or n != "words") and (fault not in OF_IMAGES or n in ("digits", "shapes"))])
            yield f"{fault}.{data}.{seed}-faulty-{2 * i + again}", data, {**usual(data), **settings}


def programs(wanted):
    if wanted in (None, "dense"):
        for name, pair in DENSE.items():
            for kind, settings in zip(("faulty", "repaired"), pair):
                for seed in (0, 1):
                    yield "dense", f"{name}-{kind}-{seed}", lambda folder, s=settings, seed=seed: dense(folder, seed, **s)
    if wanted in (None, "nets"):
        for name, data, settings in others():
            yield "nets", name, lambda folder, d=data, s=settings: other(folder, 0, d, **s)
    if wanted in (None, "random"):
        for seed, count in ((7, 70), (11, 60)):
            for name, settings in drawn(seed, count):
                yield "random", name, lambda folder, s=settings, n=name: dense(folder, int(n.rsplit("-", 1)[1]), **s)
    if wanted in (None, "unseen"):
        for name, settings in drawn(23, 80):
            yield "unseen", name, lambda folder, s=settings, n=name: dense(folder, int(n.rsplit("-", 1)[1]), **s)
        for name, data, settings in drawn_nets(5, 40):
            yield "unseen", name, lambda folder, d=data, s=settings, n=name: other(folder, int(n.rsplit("-", 1)[1]), d, **s)


def main(runs, wanted=None):
    if wanted not in (None, "dense", "nets", "random", "unseen"):
        sys.exit(f"There is no set '{wanted}'; there are dense, nets, random and unseen.")
    torch.set_num_threads(1)
    for kind, name, train in programs(wanted):
        folder = os.path.join(runs, kind, name)
        if os.path.isdir(folder):
            continue
        # The package gives a run a name of its own, one level below.
        train(folder + ".new")
        (written,) = os.listdir(folder + ".new")
        os.rename(os.path.join(folder + ".new", written), folder)
        os.rmdir(folder + ".new")
        print(f"{kind}/{name}", flush=True)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
