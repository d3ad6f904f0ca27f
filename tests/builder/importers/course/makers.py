"""Networks that make, compress or compare, as students write them."""

import torch
from torch import nn
from torch.nn import functional as F


class VAE(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(64, 40)
        self.fc21 = nn.Linear(40, 8)
        self.fc22 = nn.Linear(40, 8)
        self.fc3 = nn.Linear(8, 40)
        self.fc4 = nn.Linear(40, 64)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar, eps):
        std = torch.exp(0.5 * logvar)
        return mu + eps * std

    def decode(self, z):
        return torch.sigmoid(self.fc4(F.relu(self.fc3(z))))

    def forward(self, x, eps):
        mu, logvar = self.encode(x.view(-1, 64))
        z = self.reparameterize(mu, logvar, eps)
        kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp(), dim=1)
        return self.decode(z), mu, logvar, kld


class Generator(nn.Module):
    def __init__(self, nz=16, ngf=8):
        super().__init__()
        self.main = nn.Sequential(
            nn.ConvTranspose2d(nz, ngf * 4, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, 3, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z.view(z.size(0), -1, 1, 1))


class Discriminator(nn.Module):
    def __init__(self, ndf=8):
        super().__init__()
        self.main = nn.Sequential(
            nn.Conv2d(3, ndf, 4, 2, 1, bias=False),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf, ndf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ndf * 2),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(ndf * 2, 1, 4, 1, 0, bias=False),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.main(x).view(-1, 1).squeeze(1)


class DCGAN(nn.Module):
    """Both networks, one after the other, as the generator's loss needs them."""

    def __init__(self):
        super().__init__()
        self.generator, self.discriminator = Generator(), Discriminator()

    def forward(self, z):
        fake = self.generator(z)
        return fake, self.discriminator(fake)


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv2d(1, 4, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(4, 8, 3), nn.ReLU())
        self.fc = nn.Linear(8 * 4 * 4, 16)

    def forward_once(self, x):
        x = self.conv(x)
        x = x.view(x.size()[0], -1)
        return torch.sigmoid(self.fc(x))

    def forward(self, a, b):
        one, two = self.forward_once(a), self.forward_once(b)
        return torch.abs(one - two).sum(1), F.pairwise_distance(one, two), F.cosine_similarity(one, two)


class Encoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(6, 16)
        self.fc2 = nn.Linear(16, 4)

    def forward(self, x):
        return F.normalize(self.fc2(F.relu(self.fc1(x))), dim=1)


class Triplet(nn.Module):
    """One encoder, called three times."""

    def __init__(self):
        super().__init__()
        self.encoder = Encoder()

    def forward(self, anchor, positive, negative):
        a, p, n = self.encoder(anchor), self.encoder(positive), self.encoder(negative)
        near = (a - p).pow(2).sum(1)
        far = (a - n).pow(2).sum(1)
        return F.relu(near - far + 1.0)


class NeRF(nn.Module):
    def __init__(self, L=4, width=32):
        super().__init__()
        self.L = L
        self.layers1 = nn.ModuleList([nn.Linear(3 + 6 * L, width), nn.Linear(width, width), nn.Linear(width, width)])
        self.layers2 = nn.ModuleList([nn.Linear(width + 3 + 6 * L, width), nn.Linear(width, width)])
        self.sigma = nn.Linear(width, 1)
        self.rgb = nn.Linear(width, 3)

    def encode(self, x):
        out = [x]
        for j in range(self.L):
            out.append(torch.sin(2**j * x))
            out.append(torch.cos(2**j * x))
        return torch.cat(out, dim=-1)

    def forward(self, o):
        x = self.encode(o)
        h = x
        for layer in self.layers1:
            h = F.relu(layer(h))
        h = torch.cat([h, x], dim=-1)
        for layer in self.layers2:
            h = F.relu(layer(h))
        return torch.sigmoid(self.rgb(h)), F.relu(self.sigma(h)).squeeze(-1)


class TiedAutoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Linear(64, 16)
        self.decoder_bias = nn.Parameter(torch.zeros(64))

    def forward(self, x):
        h = torch.relu(self.encoder(x.flatten(1)))
        out = F.linear(h, self.encoder.weight.t(), self.decoder_bias)
        return torch.sigmoid(out).view(-1, 1, 8, 8)


class GraphConvolution(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(in_features, out_features) * 0.3)
        self.bias = nn.Parameter(torch.zeros(out_features))

    def forward(self, input, adj):
        support = torch.matmul(input, self.weight)
        output = torch.matmul(adj, support)
        return output + self.bias


class GCN(nn.Module):
    """A batch of graphs with the same edges: the adjacency is a buffer."""

    def __init__(self, nodes=5):
        super().__init__()
        self.gc1 = GraphConvolution(4, 8)
        self.gc2 = GraphConvolution(8, 3)
        adj = (torch.rand(nodes, nodes) > 0.5).float() + torch.eye(nodes)
        self.register_buffer("adj", adj / adj.sum(1, keepdim=True))

    def forward(self, x):
        x = F.relu(self.gc1(x, self.adj))
        x = F.dropout(x, 0.5, training=self.training)
        return F.log_softmax(self.gc2(x, self.adj), dim=-1)
